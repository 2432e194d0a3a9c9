import "./base.css";
import "./toolbar.css";
import "./markdown.css";
import "./trace.css";
import "./run.css";
