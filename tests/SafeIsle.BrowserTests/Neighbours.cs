using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SafeIsle.BrowserTests;

/// <summary>The other households of a building: each a phone of its own that comes in by the code on its door, without a browser.</summary>
internal static partial class Neighbours
{
    /// <summary>A phone for each of the codes, by plain forms; all of them are in afterwards.</summary>
    public static async Task JoinAsync(Server server, IEnumerable<string> codes)
    {
        foreach (var (i, code) in codes.Index())
        {
            using var cookies = new HttpClientHandler { CookieContainer = new CookieContainer() };
            using var phone = new HttpClient(cookies) { BaseAddress = new Uri(server.Address) };
            var page = await phone.GetStringAsync($"/h/{code}/join");
            var fields = Hidden().Matches(page).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));
            fields["name"] = string.Create(CultureInfo.InvariantCulture, $"邻居{i + 1}");
            fields["who"] = "self";
            using var form = new FormUrlEncodedContent(fields);
            using var answer = await phone.PostAsync($"/h/{code}/join", form);
            answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldStartWith("/home/", customMessage: $"{code} was not let in");
        }
    }

    /// <summary>Which door a code opens: 38号楼2单元501, without blanks.</summary>
    public static async Task<string> DoorAsync(Server server, string code)
    {
        using var anyone = new HttpClient { BaseAddress = new Uri(server.Address) };
        var page = await anyone.GetStringAsync($"/h/{code}/join");
        return string.Concat(WebUtility.HtmlDecode(Title().Match(page).Groups["title"].Value).Where(c => !char.IsWhiteSpace(c)));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<h1[^>]*>(?<title>[^<]+)</h1>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();
}
