using Noderr.Compliance;
using Noderr.Hosting;

return await NoderrService.RunAsync("compliance", args, Composition.Build, Composition.Sections);
