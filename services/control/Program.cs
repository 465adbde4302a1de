using Noderr.Control;
using Noderr.Hosting;

return await NoderrService.RunAsync("control", args, Composition.Build, Composition.Sections);
