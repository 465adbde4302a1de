using Noderr.Trainer;
using Noderr.Hosting;

return await NoderrService.RunAsync("trainer", args, Composition.Build, Composition.Sections);
