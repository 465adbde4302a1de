using Noderr.Ingest;
using Noderr.Hosting;

return await NoderrService.RunAsync("ingest", args, Composition.Build, Composition.Sections);
