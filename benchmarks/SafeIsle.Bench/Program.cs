using SafeIsle.Bench;

if (args is not [var name] || !Benches.All.TryGetValue(name, out var bench))
{
    Console.WriteLine("./bench NAME runs one of:");
    foreach (var (known, (what, _)) in Benches.All)
    {
        Console.WriteLine($"  {known,-14}{what}");
    }

    return args.Length == 0 ? 0 : 2;
}

var report = new Report(name);
await bench.Run(report);
report.Print();
return 0;
