import "./base.css";
import "./toolbar.css";
import "./markdown.css";
