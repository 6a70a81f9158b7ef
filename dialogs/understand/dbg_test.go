package understand
import ("testing";"fmt")
func TestDbg(t *testing.T){ r:=New()
for _,l:=range lines(t,"answers_heldout.txt",3){ if g:=r.Labels(l.text,l.kind,question(t,l.kind),"fr");g!=l.want{fmt.Printf("%s %q = %s want %s\n",l.kind,l.text,g,l.want)}}
for _,l:=range lines(t,"other_heldout.txt",3){ var g string; o:=r.Read(l.text,nil,"fr")
switch l.kind{case "signal":g=signalled(o)
case "command":g=orDash(r.Read(l.text, question(t, "choice"), "fr").Command)
case "question":g=orDash(r.Read(l.text, question(t, "yes_no"), "fr").Asked)
case "fact":g=toldAll(o)}
if g!=l.want{fmt.Printf("%s %q = %s want %s\n",l.kind,l.text,g,l.want)}}
}
