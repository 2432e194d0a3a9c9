/** Style sheets that a chunk loads with itself. */
declare module "*.css";
