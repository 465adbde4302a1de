using Noderr.Hosting;
using Noderr.Venues.Paper;

return await NoderrService.RunAsync("venue", args, Composition.Build, Composition.Sections);
