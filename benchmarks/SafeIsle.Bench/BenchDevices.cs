using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Demo;
using SafeIsle.Places;
using SafeIsle.Tests;

namespace SafeIsle.Bench;

/// <summary>A gate with its devices, and a pass for every household: made as the committee makes them.</summary>
internal sealed partial class BenchDevices : IDisposable
{
    private const int Count = 8;

    private readonly List<HttpClient> devices = [];

    /// <summary>Devices take turns.</summary>
    public HttpClient this[int i] => devices[i % devices.Count];

    public static async Task<BenchDevices> EnrolAsync(Data data, Subject subject)
    {
        var desk = $"/desk/{DemoCommunity.Longhu.Code}";
        var compounds = await data.AskAsync(db => db.Compounds.Where(c => c.CommunityId == DemoCommunity.Longhu.Code).OrderBy(c => c.SortKey).Select(c => c.Id).ToListAsync());
        using var browser = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        foreach (var compound in compounds)
        {
            await browser.OpenAsync($"{desk}/passes/many");
            await browser.SubmitAsync("/passes/many", ("where", compound.ToString()), ("rule", "3"), ("seen", "yes"));
        }

        await browser.OpenAsync($"{desk}/gates/new");
        await browser.SubmitAsync("/gates/new", ("name", "测量门"), ("compound", compounds[0].ToString()));
        var gate = browser.Path;
        var enrolled = new BenchDevices();
        for (var i = 1; i <= Count; i++)
        {
            await browser.OpenAsync(gate);
            await browser.SubmitAsync("/devices", ("device", $"测量机{i}"));
            enrolled.devices.Add(await EnrolAsync(subject.Address, Code().Match(browser.Text).Value.Replace(" ", "", StringComparison.Ordinal)));
        }

        return enrolled;
    }

    public void Dispose() => devices.ForEach(d => d.Dispose());

    private static async Task<HttpClient> EnrolAsync(Uri address, string code)
    {
        var device = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = address };
        using var answer = await device.PostAsJsonAsync("/api/gate/enrol", new { code });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        device.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return device;
    }

    [GeneratedRegex("[0-9]{4} [0-9]{4}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
