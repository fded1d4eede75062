using System.CommandLine;
using SafeIsle;
using SafeIsle.Demo;
using SafeIsle.Divisions;

var root = new RootCommand("SafeIsle (安全岛): safe, fed, heard and free of needless harm in an epidemic.");
root.Add(ServeVerb.Command(args));
root.Add(DataVerbs.Migrate());
root.Add(DataVerbs.VerifyAudit());
root.Add(SeedVerb.Command());
root.Add(ImportDivisions.Command());
return await root.Parse(args).InvokeAsync();
