package desk_test

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// program is the module's own packages, their types worked out, and who mentions whom.
// Libraries but the standard one are left out: they call nothing of ours but what was
// handed to them, and that is mentioned where it is.
type program struct {
	files    *token.FileSet
	standard types.Importer
	packages map[string]*types.Package
	calls    map[types.Object][]types.Object // function → functions its body mentions
	methods  map[string][]types.Object       // name → methods of ours
}

// Import implements types.Importer.
func (p *program) Import(path string) (*types.Package, error) {
	if known := p.packages[path]; known != nil {
		return known, nil
	}
	dir, ours := strings.CutPrefix(path, "relais/")
	switch {
	case ours:
		return p.check(path, "../../"+dir)
	case !strings.Contains(strings.Split(path, "/")[0], "."):
		return p.standard.Import(path)
	}
	stub := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	stub.MarkComplete()
	p.packages[path] = stub
	return stub, nil
}

func (p *program) check(path, dir string) (*types.Package, error) {
	names, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(p.files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: p, Error: func(error) {}} // what the libraries have is not known
	checked, _ := config.Check(path, p.files, files, info)
	p.packages[path] = checked
	for _, file := range files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			from := info.Defs[f.Name]
			if f.Recv != nil {
				p.methods[f.Name.Name] = append(p.methods[f.Name.Name], from)
			}
			p.calls[from] = nil
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if to, ok := info.Uses[id].(*types.Func); ok {
						p.calls[from] = append(p.calls[from], to)
					}
				}
				return true
			})
		}
	}
	return checked, nil
}

// mentioned returns what a function may call: of a method of an interface every method
// of ours with that name.
func (p *program) mentioned(from types.Object) []types.Object {
	var all []types.Object
	for _, to := range p.calls[from] {
		receiver := to.Type().(*types.Signature).Recv()
		if receiver != nil && types.IsInterface(receiver.Type()) {
			all = append(all, p.methods[to.Name()]...)
			continue
		}
		all = append(all, to)
	}
	return all
}

func (p *program) method(path, kind, name string) types.Object {
	object, _, _ := types.LookupFieldOrMethod(types.NewPointer(p.packages[path].Scope().Lookup(kind).Type()), true, p.packages[path], name)
	return object
}

// TestNothingLeadsFromAThread follows every call from what takes a message typed beside
// a card. None leads to an act, to a log, or to a text for anybody.
func TestNothingLeadsFromAThread(t *testing.T) {
	build.Default.CgoEnabled = false
	p := &program{files: token.NewFileSet(), packages: map[string]*types.Package{}, calls: map[types.Object][]types.Object{}, methods: map[string][]types.Object{}}
	p.standard = importer.ForCompiler(p.files, "source", nil)
	const bot, desk, intake, outbox = "relais/infra/slackbot", "relais/dialogs/desk", "relais/dialogs/intake", "relais/dialogs/outbox"
	if _, err := p.Import(bot); err != nil {
		t.Fatal(err)
	}
	root := p.method(bot, "Front", "noted")
	act, take := p.method(desk, "Desk", "Do"), p.method(intake, "Desk", "Take")
	forbidden := []types.Object{
		act, take, p.method(intake, "Desk", "Amend"), p.method(intake, "Amendment", "Write"), p.method(intake, "Desk", "Tick"),
		p.method(outbox, "Office", "Carry"), p.method(bot, "Board", "Post"), p.method(bot, "Direct", "Send"),
	}
	if slices.Contains(forbidden, nil) || root == nil {
		t.Fatalf("what is looked for is not there: %v from %v", forbidden, root)
	}
	reach := func(root types.Object) map[types.Object]types.Object {
		way := map[types.Object]types.Object{root: nil}
		for open := []types.Object{root}; len(open) > 0; open = open[1:] {
			for _, next := range p.mentioned(open[0]) {
				if _, seen := way[next]; !seen {
					way[next] = open[0]
					open = append(open, next)
				}
			}
		}
		return way
	}
	way := reach(root)
	for _, object := range forbidden {
		if _, reached := way[object]; reached {
			path := object.Name()
			for at := way[object]; at != nil; at = way[at] {
				path = at.Name() + " → " + path
			}
			t.Errorf("a message in a thread may get to %s: %s", object, path)
		}
	}
	if _, whispers := way[p.method(bot, "Front", "whisper")]; !whispers {
		t.Error("it does not even get to the note that says so: the search looks in the wrong place")
	}
	// What can do all that is found by the same search, from where it should be.
	if _, reached := reach(p.method(bot, "Front", "Interact"))[act]; !reached {
		t.Error("a press of a button does not get to an act: the search sees too little")
	}
	if _, reached := reach(p.method(bot, "Front", "Event"))[take]; !reached {
		t.Error("a direct message does not get to its log: the search sees too little")
	}
}
