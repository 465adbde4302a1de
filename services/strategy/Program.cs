using Noderr.Strategy;
using Noderr.Hosting;

return await NoderrService.RunAsync("strategy", args, Composition.Build, Composition.Sections);
