using Noderr.Feature;
using Noderr.Hosting;

return await NoderrService.RunAsync("feature", args, Composition.Build, Composition.Sections);
