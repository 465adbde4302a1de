using Noderr.Chaos;
using Noderr.Hosting;

return await NoderrService.RunAsync("chaos", args, Composition.Build, Composition.Sections);
