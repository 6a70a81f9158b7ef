package dynamo

import (
	"cmp"
	"context"
	"fmt"

	"relais/dialogs/intake"
)

func tokenAddress(name string) item {
	return item{pk: text(tokenPrefix + name), sk: text(tokenSort)}
}

// Token is intake.Tokens'. One whose time is over may still be there.
func (s *Store) Token(ctx context.Context, name string) (intake.Token, error) {
	held, err := s.get(ctx, tokenAddress(name))
	r := reader{item: held}
	t := intake.Token{
		Name: name, At: r.time(tokenAt), Expires: r.time(tokenExpires), Version: r.number(tokenVersion), Body: r.bytes(tokenBody),
	}
	if err = cmp.Or(err, r.err); err == nil && t.Version == 0 {
		err = intake.ErrNoToken
	}
	if err != nil {
		return intake.Token{}, fmt.Errorf("dynamo: token: %w", err)
	}
	return t.Clone(), nil
}

// PutToken is intake.Tokens': one conditional PutItem.
func (s *Store) PutToken(ctx context.Context, t intake.Token) error {
	err := t.Check()
	if err == nil {
		err = s.putToken(ctx, t.Clone())
	}
	if err != nil {
		return fmt.Errorf("dynamo: put token: %w", err)
	}
	return nil
}

func (s *Store) putToken(ctx context.Context, t intake.Token) error {
	i := tokenAddress(t.Name)
	i.time(tokenAt, t.At)
	i.time(tokenExpires, t.Expires)
	i.expires(t.Expires)
	i.number(tokenVersion, t.Version+1)
	i.bytes(tokenBody, t.Body)
	condition, values := "attribute_not_exists("+tokenVersion+")", item(nil)
	if t.Version != 0 {
		condition, values = tokenVersion+" = :version", item{":version": number(int64(t.Version))}
	}
	err := s.put(ctx, i, condition, values)
	if judge(err) == conditional {
		return intake.ErrStaleToken
	}
	return err
}

// DropToken is intake.Tokens': what is left is an item that says nothing and whose
// time is over.
func (s *Store) DropToken(ctx context.Context, name string) error {
	_, _, err := s.update(ctx, tokenAddress(name),
		"SET "+exp+" = :past REMOVE "+tokenBody+", "+tokenVersion+", "+tokenAt+", "+tokenExpires, "attribute_exists("+pk+")",
		item{":past": number(s.options.Clock().Unix() - 1)})
	if err != nil {
		return fmt.Errorf("dynamo: drop token: %w", err)
	}
	return nil
}
