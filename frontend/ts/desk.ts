/** What a member's browser runs. Each module works on its own and adds only what HTML has not got. */
import "./navigation";
import "./theme";
import "./dialog";
import "./fields";
import "./drawer";
import "./menu";
import "./toast";
import "./time";
import "./composer";
import "./combobox";
import "./copy";
import "./palette";
import "./keyboard";
import "./live";
import "./zone";
import "./workflow";
