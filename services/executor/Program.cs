using Noderr.Executor;
using Noderr.Hosting;

return await NoderrService.RunAsync("executor", args, Composition.Build, Composition.Sections);
