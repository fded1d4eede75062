using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>Tries as a phone sends them that had no network when they happened.</summary>
internal static class TodoUploads
{
    private const string List = "/field/310107103017/todos";

    public static object Try(Todo todo, string outcome, DateTimeOffset at, Guid? id = null, string note = "") =>
        new { id = id ?? Ids.New(), todo = todo.Id, outcome, note, at = at.ToUnixTimeMilliseconds() };

    /// <param name="ahead">How much the phone's clock is ahead of ours when it sends.</param>
    /// <returns>What became of each.</returns>
    public static async Task<(HttpStatusCode Status, List<string> Ends)> UploadTriesAsync(this Browser browser, TestApp app, TimeSpan ahead, params object[] tries)
    {
        using var pass = await browser.FetchAsync(List + "/pass");
        var token = (await pass.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        using var content = JsonContent.Create(new { sentAt = (app.Clock.Now() + ahead).ToUnixTimeMilliseconds(), tries });
        content.Headers.Add("RequestVerificationToken", token);
        using var answer = await browser.SendAsync(List + "/tries", content);
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, answer.IsSuccessStatusCode
            ? [.. JsonDocument.Parse(body).RootElement.GetProperty("tries").EnumerateArray().Select(t => t.GetProperty("end").GetString()!)]
            : []);
    }
}
