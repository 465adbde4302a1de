using Noderr.Risk;
using Noderr.Hosting;

return await NoderrService.RunAsync("risk", args, Composition.Build, Composition.Sections);
