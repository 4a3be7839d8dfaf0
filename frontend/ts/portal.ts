/** What a customer's browser runs: ordinary pages, without navigation by morph, shortcuts or palette. */
import "./theme";
import "./dialog";
import "./fields";
import "./copy";
import "./menu";
import "./print";
import "./toast";
import "./time";
import "./composer";
import "./uploads";
import "./look";
import "./live";
import "./zone";
import "./slug";
import "./lookpreview";
import "./until";
