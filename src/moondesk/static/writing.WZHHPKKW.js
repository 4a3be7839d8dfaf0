"use strict";(()=>{function a(t,e){t.focus(),document.execCommand("insertText",!1,e)||(t.setRangeText(e,t.selectionStart,t.selectionEnd,"end"),t.dispatchEvent(new InputEvent("input",{bubbles:!0})))}function p(t,e,n){let{selectionStart:r,selectionEnd:o,value:s}=t,i=s.slice(r,o),l=e.length;if(s.slice(r-l,r)===e&&s.slice(o,o+l)===e){t.setSelectionRange(r-l,o+l),a(t,i),t.setSelectionRange(r-l,o-l);return}let c=i||n;a(t,`${e}${c}${e}`),t.setSelectionRange(r+l,r+l+c.length)}function E(t,e,n){let r=t.value.lastIndexOf(`
`,t.selectionStart-1)+1,o=t.value.indexOf(`
`,t.selectionEnd),s=o<0?t.value.length:o,i=t.value.slice(r,s).split(`
`),l=i.every(d=>n.test(d)),c=i.map((d,P)=>l?d.replace(n,""):e(P)+d).join(`
`);t.setSelectionRange(r,s),c?a(t,c):document.execCommand("delete");let M=r+c.length;t.setSelectionRange(i.length>1?r:M,M)}function H(t,e,n,r){let{selectionStart:o,value:s}=t,i=o&&!s.slice(0,o).endsWith(`

`)?s[o-1]===`
`?`
`:`

`:"";a(t,i+e),t.setSelectionRange(o+i.length+n,o+i.length+n+r)}function N(t,e){let{selectionStart:n,selectionEnd:r}=t,o=t.value.slice(n,r);if(/^https?:\/\/\S+$/.test(o))a(t,`[${e}](${o})`),t.setSelectionRange(n+1,n+1+e.length);else{let s=o||e;a(t,`[${s}](https://)`),t.setSelectionRange(n+s.length+3,n+s.length+11)}}function k(t,e,n){let r=t.value.slice(t.selectionStart,t.selectionEnd);e==="bold"?p(t,"**",n):e==="italic"?p(t,"*",n):e==="link"?N(t,n):e==="list"?E(t,()=>"- ",/^- /):e==="numbered"?E(t,o=>`${o+1}. `,/^\d+\. /):e==="quote"?E(t,()=>"> ",/^> /):e==="code"&&r.includes(`
`)?H(t,`\`\`\`
${r}
\`\`\`
`,4,r.length):e==="code"?p(t,"`",n):e==="table"&&H(t,`| ${n} | ${n} |
| --- | --- |
|  |  |
`,2,n.length)}var T=t=>t.findIndex(e=>e.ariaSelected==="true");function v(t,e){let n=T(t);return t[e?(n+1)%t.length:n<=0?t.length-1:n-1]}function L(t,e,n){for(let r of e)r.setAttribute("aria-selected",String(r===n));if(!n)return t?.removeAttribute("aria-activedescendant");t?.setAttribute("aria-activedescendant",n.id),n.scrollIntoView({block:"nearest"})}function $(t,e){t?.addEventListener("mousedown",n=>n.preventDefault()),t?.addEventListener("click",n=>e(n.target.closest("[role=option]")))}var K=String.raw`(?:^|[\s(])`;function W(t,e){let n=[["/",String.raw`\/([^\s/@]{0,40})$`],["@",String.raw`@((?:[^\s@]{1,40} ){0,2}[^\s@]{0,40})$`],["#",String.raw`#([^\s#]{1,40})$`],["#",`${e.replace(/[^a-z0-9]/gi,"")}-([a-z0-9]{0,6})$`]];for(let[r,o]of n){let s=new RegExp(`(${K})(${o.slice(0,-1)})$`,"i").exec(t);if(s)return{sign:r,asked:s[3]??"",from:t.length-(s[2]??"").length}}return null}var b=class{constructor(e,n){this.field=e;this.list=n;$(n,r=>this.#a(r)),e.addEventListener("beforeinput",r=>this.#u(r)),e.addEventListener("blur",()=>this.close()),e.form?.addEventListener("submit",()=>this.close())}field;list;#t=null;#r=0;#e=-1;#n="";#o=-1;get open(){return!this.list.hidden}get#i(){return this.field.closest("ticket-composer")}get#s(){return[...this.list.querySelectorAll("[role=option][data-insert]")]}#l(){let{value:e,selectionStart:n,selectionEnd:r}=this.field;return n===r?W(e.slice(0,n),this.#i?.dataset.prefix??""):null}look(){let e=this.#l();if(clearTimeout(this.#r),this.#t?.abort(),!e||this.#n&&(e.sign+e.asked).startsWith(this.#n)&&e.from===this.#e)return this.close();this.#e=e.from,this.#n="",this.#r=window.setTimeout(()=>{this.#c(e.sign,e.asked)},120)}async#c(e,n){let r=this.#i?.dataset.completions;if(r){this.#t=new AbortController;try{let o=this.field.form?.querySelector('input[name="kind"]:checked')?.value??"",s=new URLSearchParams({sign:e,q:n,kind:o}),i=await fetch(`${r}?${s.toString()}`,{signal:this.#t.signal,headers:{"HX-Request":"true"}});if(!i.ok||i.redirected||document.activeElement!==this.field)return;let l=await i.text();if(this.#l()?.asked!==n)return this.close();if(this.list.innerHTML=l,!this.list.firstElementChild)return this.#n=n?e+n:"",this.close();this.list.hidden=!1,this.field.setAttribute("aria-controls",this.list.id),L(this.field,this.#s,this.#s[0])}catch{return}}}key(e){if(e.key==="Escape"&&!this.open&&this.close(),!this.open||e.isComposing||e.ctrlKey||e.metaKey||e.altKey)return!1;let n=this.#s;if(e.key==="Escape")this.close();else if(n.length)if(e.key==="ArrowDown"||e.key==="ArrowUp")L(this.field,n,v(n,e.key==="ArrowDown"));else if(e.key==="Enter"||e.key==="Tab")this.#a(n[T(n)]??null);else return!1;else return!1;return e.preventDefault(),e.stopPropagation(),!0}#a(e){let n=e?.dataset.insert;n===void 0||this.#e<0||(this.field.setSelectionRange(this.#e,this.field.selectionStart),this.close(),a(this.field,n),this.close(),this.#o=n.endsWith(" ")?this.field.selectionStart:-1)}#u(e){let n=this.field.selectionStart,r=e.inputType==="insertText"&&n===this.#o&&n===this.field.selectionEnd?e.data??"":"";this.#o=-1,/^[ .,;:!?)]$/.test(r)&&(e.preventDefault(),this.field.setSelectionRange(r===" "?n:n-1,n),r!==" "&&a(this.field,r))}close(){clearTimeout(this.#r),this.#t?.abort(),this.list.hidden=!0,this.field.removeAttribute("aria-activedescendant"),this.field.removeAttribute("aria-controls")}},A=new WeakMap;function S(t){let e=t.form?.querySelector("[data-completion]");if(!e)return null;let n=A.get(t)??new b(t,e);return A.set(t,n),n}function y(t){t(),document.addEventListener("htmx:after:swap",t),document.addEventListener("moondesk:content",t)}var f={get(t){try{return localStorage.getItem(t)}catch{return null}},set(t,e){try{e===null?localStorage.removeItem(t):localStorage.setItem(t,e)}catch{return}}};var j="script, style, head, title, template, noscript, meta, link, svg, math, object, iframe",B={B:"**",STRONG:"**",I:"*",EM:"*",S:"~~",DEL:"~~",STRIKE:"~~"},U="b, strong, i, em, s, del, strike, a[href], ul, ol, table, pre, blockquote, h1, h2, h3, h4, h5, h6, code",V=new Set(["P","DIV","SECTION","ARTICLE","HEADER","FOOTER","MAIN","DL","DT","DD","FIGURE","ADDRESS","FORM","TR"]),_=/^(https?|mailto|tel):/i;function w(t){return t.replace(/[\\`*[\]]/g,"\\$&").replace(/(^|\W)_|_(?=\W|$)/g,e=>e.replace("_","\\_")).replace(/~~/g,"\\~~")}function F(t){return t.replace(/^(#{1,6}\s|[-+>]\s?|\d+[.)]\s)/,e=>/^\d/.test(e)?e.replace(/[.)]/,"\\$&"):`\\${e}`)}function G(t,e){let n=e.trim();return!n||n.includes(`

`)?e:`${/^\s/.test(e)?" ":""}${t}${n}${t}${/\s$/.test(e)?" ":""}`}function X(t){let e=t.style.fontWeight;return t.tagName==="B"&&(e==="normal"||e==="400")?"":t.tagName==="SPAN"?e==="bold"||Number(e)>=600?"**":t.style.fontStyle==="italic"?"*":"":B[t.tagName]??""}function z(t,e){let n=t.getAttribute("href")?.trim()??"",r=e.replace(/\s+/g," ").trim();if(!_.test(n)||!r)return e;let o=t.textContent?.trim()??"";return o===n||`mailto:${o}`===n||`tel:${o}`===n?o:`[${r}](${n.replace(/[\s()<>]/g,encodeURIComponent)})`}function Q(t){let e=Number(t.getAttribute("start")??1),n=[];for(let r of t.children){let o=m(g(r));if(!o)continue;let s=r.matches("ul, ol")?"":t.tagName==="OL"?`${e++}. `:"- ";n.push(s+o.split(`
`).join(`
${" ".repeat(s.length||2)}`))}return`

${n.join(`
`)}

`}function R(t){let e=Math.max(...t.map(s=>s.length)),n=s=>`| ${Array.from({length:e},(i,l)=>(s[l]??"").replace(/\s+/g," ").trim().replace(/\|/g,"\\|")).join(" | ")} |`,[r=[],...o]=t;return[n(r),`|${" --- |".repeat(e)}`,...o.map(n)].join(`
`)}function J(t){let n=[...t.querySelectorAll("tr")].map(r=>[...r.querySelectorAll(":scope > th, :scope > td")].map(o=>g(o))).filter(r=>r.some(o=>o.trim()));return n.length<2||Math.max(...n.map(r=>r.length))<2?`

${n.flat().join(`

`)}

`:`

${R(n)}

`}function Y(t){let e=t.tagName;if(t.matches(j)||t.hidden)return"";if(e==="BR")return`
`;if(e==="HR")return`

---

`;if(e==="PRE")return`

\`\`\`
${t.textContent?.replace(/\n$/,"")??""}
\`\`\`

`;if(e==="CODE")return t.textContent?.includes("`")?t.textContent:`\`${t.textContent??""}\``;if(e==="TABLE")return J(t);if(e==="UL"||e==="OL")return Q(t);let n=g(t);if(e==="A")return z(t,n);if(e==="BLOCKQUOTE")return`

${m(n).split(`
`).map(s=>`> ${s}`.trimEnd()).join(`
`)}

`;let r=/^H([1-6])$/.exec(e)?.[1];if(r)return`

${"#".repeat(Math.min(Number(r),4))} ${m(n).replace(/\n+/g," ")}

`;if(e==="P")return`

${n}

`;if(V.has(e))return`
${n}
`;let o=X(t);return o?G(o,n):n}function g(t){let e="";for(let n of t.childNodes)if(n instanceof Text){let r=n.data.replace(/[ \t\r\n\f\u00a0]+/g," ");e+=F(w(e===""||e.endsWith(`
`)||e.endsWith(" ")?r.trimStart():r))}else n instanceof HTMLElement&&(e+=Y(n));return e}function m(t){return t.replace(/[ \t]+\n/g,`
`).replace(/\n{3,}/g,`

`).trim()}function q(t){let e=new DOMParser().parseFromString(t,"text/html").body;return!e.querySelector(U)&&!/font-weight:\s*(bold|[6-9]00)|font-style:\s*italic/.test(t)?null:m(g(e))}function C(t){let e=t.replace(/\r\n?/g,`
`).replace(/\n+$/,"").split(`
`).map(r=>r.split("	")),n=e[0]?.length??0;return e.length<2||n<2||e.some(r=>r.length!==n)?null:R(e.map(r=>r.map(w)))}var x="moondesk:format",Z={b:"bold",i:"italic",k:"link"},h=t=>t instanceof Element?t.closest("ticket-composer"):null,u=t=>t.querySelector("textarea");function O(t,e){let n=u(t),r=t.querySelector(`[data-format="${e}"]`);n&&r&&!n.hidden&&k(n,e,r.dataset.word??"")}function tt(t){let e=h(t.target);if(!e)return;let n=u(e);if(n&&t.target===n&&S(n)?.key(t))return;if(n&&t.target===n&&t.key==="Escape"&&!t.isComposing)return n.blur();let r=t.target.closest('[role="toolbar"]');if(r&&["ArrowLeft","ArrowRight","Home","End"].includes(t.key))return et(t,r);let o=(t.ctrlKey||t.metaKey)&&!t.altKey&&!t.shiftKey?Z[t.key.toLowerCase()]:void 0;!o||t.target!==n||!e.querySelector(`[data-format="${o}"]`)||(t.preventDefault(),O(e,o))}function et(t,e){let n=[...e.querySelectorAll("button")].filter(s=>s.checkVisibility()),r=n.indexOf(document.activeElement),o=t.key==="Home"?0:t.key==="End"?n.length-1:(r+(t.key==="ArrowRight"?1:-1)+n.length)%n.length;t.preventDefault();for(let s of n)s.tabIndex=s===n[o]?0:-1;n[o]?.focus()}function I(){let t=f.get(x)!==null;for(let e of document.querySelectorAll("ticket-composer .format"))e.hidden=!t;for(let e of document.querySelectorAll("[data-format-button]"))e.setAttribute("aria-expanded",String(t))}async function nt(t,e){let[n,r]=[u(t),t.querySelector("[data-look]")];if(!n||!r)return;let o=e.ariaPressed!=="true";if(e.ariaPressed=String(o),o){let i=t.querySelector('input[name="csrfmiddlewaretoken"]')?.value??"",l=new URLSearchParams({body:n.value,csrfmiddlewaretoken:i}),c=await fetch(t.dataset.look??"",{method:"POST",body:l,headers:{"HX-Request":"true"}}).catch(()=>null);c?.ok&&!c.redirected?r.innerHTML=await c.text():e.ariaPressed="false"}let s=e.ariaPressed==="true";r.hidden=!s,n.hidden=s,s?r.focus():n.focus()}function rt(t){let e=h(t.target),n=t.target.closest("button");!e||!n||(n.dataset.format?O(e,n.dataset.format):n.matches("[data-look-button]")?nt(e,n):n.matches("[data-format-button]")&&(f.set(x,f.get(x)?null:"open"),I()))}function ot(t){let e=h(t.target);e&&t.target===u(e)&&S(t.target)?.look()}async function D(t){let e=await fetch(t.dataset.src??"",{headers:{"HX-Request":"true"}}).catch(()=>null);!e?.ok||e.redirected||!t.matches(":popover-open")||(t.innerHTML=await e.text(),t.dispatchEvent(new CustomEvent("moondesk:toast",{bubbles:!0})),t.querySelector("[role=menuitem], input:not([type=hidden])")?.focus())}function st(t){let e=t.target;e instanceof HTMLElement&&e.matches("[data-src][popover]")&&t.newState==="open"&&D(e)}function it(t){let e=h(t.target),n=e&&u(e),r=t.clipboardData;if(!n||t.target!==n||!r||t.defaultPrevented)return;let[o,s]=[r.getData("text/html"),r.getData("text/plain")];if(!o&&!s)return;let i=o&&q(o)||C(s);i&&(t.preventDefault(),t.stopPropagation(),a(n,i.startsWith("|")&&n.value.slice(0,n.selectionStart).trim()?`

${i}
`:i))}function lt(){for(let t of document.querySelectorAll("ticket-composer textarea")){let e=t.form?.querySelector('input[name="kind"]:checked')?.value??"reply";t.placeholder=t.dataset[e]??t.placeholder}}y(I);y(lt);document.addEventListener("keydown",tt,!0);document.addEventListener("input",ot);document.addEventListener("toggle",st,!0);document.addEventListener("click",rt);for(let t of document.querySelectorAll("[data-src][popover]:popover-open"))D(t);document.addEventListener("paste",it,!0);})();
