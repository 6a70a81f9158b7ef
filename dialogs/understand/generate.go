package understand

//go:generate go run ./generate
//go:generate go run ./train -groups
//go:generate go run ./train
//go:generate go run ./train -judges
