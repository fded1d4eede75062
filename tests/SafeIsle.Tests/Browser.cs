using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SafeIsle.Tests;

/// <summary>Acts as a person's browser does without scripts: keeps cookies, follows redirects, fills the forms that pages show.</summary>
public sealed class Browser : IDisposable
{
    private static readonly HtmlParser Parser = new();
    private readonly HttpClient http;

    private readonly CookieContainer cookies = new();

    public Browser(Uri address)
    {
        http = new(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = true }) { BaseAddress = address };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
    }

    /// <summary>The page shown now.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last redirect led.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The page's words, blanks collapsed.</summary>
    public string Text => string.Join(' ', (Page.Body?.TextContent ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    public static async Task<Browser> LoggedInAsync(Uri address, string name, string password)
    {
        var browser = new Browser(address);
        await browser.OpenAsync("/login");
        await browser.SubmitAsync("/login", ("name", name), ("password", password));
        browser.Path.ShouldNotStartWith("/login");
        return browser;
    }

    public async Task<HttpStatusCode> OpenAsync(string path)
    {
        using var response = await http.GetAsync(path);
        return await ShowAsync(response);
    }

    /// <summary>Opens with one more header, such as a page's own script sends.</summary>
    public async Task<HttpStatusCode> OpenAsync(string path, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(header.Name, header.Value);
        using var response = await http.SendAsync(request);
        return await ShowAsync(response);
    }

    /// <summary>The page that links and forms say they come from.</summary>
    public Uri? Referrer { get => http.DefaultRequestHeaders.Referrer; set => http.DefaultRequestHeaders.Referrer = value; }

    /// <summary>Another browser with the same cookies: somebody who copied them.</summary>
    public Browser Copy()
    {
        var copy = new Browser(http.BaseAddress!);
        copy.cookies.Add(cookies.GetAllCookies());
        return copy;
    }

    /// <summary>Fetches without showing: a PDF, an XLSX.</summary>
    public async Task<HttpResponseMessage> FetchAsync(string path) => await http.GetAsync(path);

    /// <summary>An answer that goes on: server-sent events.</summary>
    public async Task<Stream> StreamAsync(string path, CancellationToken cancel) => await http.GetStreamAsync(path, cancel);

    /// <summary>
    /// Submits the form of the page whose action is (or ends with) that path, with all it holds, some of it changed.
    /// A value of null leaves the field out (an unticked box).
    /// </summary>
    public async Task<HttpStatusCode> SubmitAsync(string action, params (string Name, string? Value)[] changes)
    {
        var form = FormOf(action);
        var fields = Fields(form);
        foreach (var name in changes.Select(c => c.Name).Distinct())
        {
            fields.RemoveAll(f => f.Key == name);
        }

        fields.AddRange(changes.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Name, c.Value!)));
        using var response = await http.PostAsync(Target(form), new FormUrlEncodedContent(fields));
        return await ShowAsync(response);
    }

    /// <summary>Presses the button with these words, which leads elsewhere than its form does, with some of the form changed.</summary>
    public async Task<HttpStatusCode> PressAsync(string words, params (string Name, string Value)[] changes)
    {
        var button = Page.QuerySelectorAll("button[formaction]").OfType<IHtmlButtonElement>().Single(b => b.TextContent.Trim() == words);
        List<KeyValuePair<string, string>> fields =
        [
            .. Fields(button.Form!).Where(f => changes.All(c => c.Name != f.Key)), .. changes.Select(c => KeyValuePair.Create(c.Name, c.Value)),
            KeyValuePair.Create(button.Name ?? "", button.Value),
        ];
        using var response = await http.PostAsync(button.GetAttribute("formaction"), new FormUrlEncodedContent(fields));
        return await ShowAsync(response);
    }

    /// <summary>The same for a form with a file.</summary>
    public async Task<HttpStatusCode> UploadAsync(string action, string field, string fileName, byte[] file, params (string Name, string Value)[] changes)
    {
        var form = FormOf(action);
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in Fields(form).Where(f => changes.All(c => c.Name != f.Key)))
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, value) in changes)
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new ByteArrayContent(file), field, fileName);
        using var response = await http.PostAsync(Target(form), content);
        return await ShowAsync(response);
    }

    /// <summary>Posts without having seen a form: what an attacker or a stale page does.</summary>
    public async Task<HttpResponseMessage> PostBlindAsync(string path, params (string Name, string Value)[] fields) =>
        await http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    /// <summary>Posts whatever it is, shaped as no browser would; asks whether it is welcome before the body is sent.</summary>
    public async Task<HttpStatusCode> PostAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        return await ShowAsync(response);
    }

    /// <summary>Posts as a page's own script does, and shows nothing.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, HttpContent content) => await http.PostAsync(path, content);

    /// <summary>The forgery token of the page shown now.</summary>
    public string Token => Page.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value")
        ?? throw new InvalidOperationException("Open a page with a form first.");

    /// <summary>Posts with a valid forgery token taken from another page of the same person.</summary>
    public async Task<HttpStatusCode> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var response = await PostBlindAsync(path, [("__RequestVerificationToken", Token), .. fields]);
        return await ShowAsync(response);
    }

    public void Dispose() => http.Dispose();

    private IHtmlFormElement FormOf(string action) =>
        Posted.FirstOrDefault(f => Target(f) == action) ?? Posted.FirstOrDefault(f => Target(f).EndsWith(action, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No form for {action} on {Path}; there are: {string.Join(", ", Posted.Select(Target))}");

    private IEnumerable<IHtmlFormElement> Posted => Page.Forms.Where(f => f.Method == "post");

    private string Target(IHtmlFormElement form) => form.GetAttribute("action") is { Length: > 0 } action ? action : Path;

    private static List<KeyValuePair<string, string>> Fields(IHtmlFormElement form)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                case IHtmlInputElement { Type: "submit" or "button" or "file" }:
                    break;
                case IHtmlInputElement { Name.Length: > 0 } input:
                    fields.Add(new(input.Name, input.Value));
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0 } area:
                    fields.Add(new(area.Name, area.Value));
                    break;
                case IHtmlSelectElement { Name.Length: > 0 } select:
                    fields.Add(new(select.Name, select.Value ?? ""));
                    break;
            }
        }

        return fields;
    }

    private async Task<HttpStatusCode> ShowAsync(HttpResponseMessage response)
    {
        Status = response.StatusCode;
        Path = response.RequestMessage!.RequestUri!.PathAndQuery;
        Page = Parser.ParseDocument(await response.Content.ReadAsStringAsync());
        return Status;
    }
}
