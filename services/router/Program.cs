using Noderr.Router;
using Noderr.Hosting;

return await NoderrService.RunAsync("router", args, Composition.Build, Composition.Sections);
