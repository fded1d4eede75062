using Microsoft.AspNetCore.Http;

namespace SafeIsle.Platform.Print;

/// <summary>One sheet to put up at a gate: what it is for, a large code, its address to type, and what to do.</summary>
/// <param name="Title">来访登记</param>
/// <param name="Place">Of whom it is: the community's name.</param>
/// <param name="Lead">The one sentence that is read in passing.</param>
/// <param name="Address">What the code says.</param>
/// <param name="Typed">The same as people type it.</param>
/// <param name="Lines">What to do, a line each.</param>
public sealed record QrPoster(string Title, string Place, string Lead, string Address, string Typed, IReadOnlyList<string> Lines)
{
    // Phones read a code from about ten times its side.
    private const double CodeMm = 110;

    /// <summary>The PDF as an answer, shown in the browser.</summary>
    /// <param name="printed">When and by whom.</param>
    public IResult Answer(HttpContext http, string by, string printed, DateTimeOffset now)
    {
        using var file = new MemoryStream();
        Paper(by, printed, now).WriteTo(file);
        http.Response.Headers.ContentDisposition = $"inline; filename*=UTF-8''{Uri.EscapeDataString($"{Title}.pdf")}";
        return TypedResults.Bytes(file.ToArray(), "application/pdf");
    }

    private Paper Paper(string by, string printed, DateTimeOffset now) => new(Title, Orientation.Portrait, new Section(
    [
        new Space(2),
        new Paragraph(Title) { Size = 40, Bold = true, Align = Align.Center, Spacing = 1.25, After = 1 },
        new Paragraph(Place) { Size = 16, Align = Align.Center, After = 3 },
        new Paragraph(Lead) { Size = 26, Bold = true, Align = Align.Center, Spacing = 1.3, After = 2 },
        new QrCode(Address, CodeMm),
        new Paragraph($"扫不了码？打开 {Typed}") { Size = 16, Align = Align.Center, After = 4 },
        new Rule(),
        .. Lines.Select(line => new Paragraph(line) { Size = 16, Spacing = 1.45, After = 1 }),
    ]))
    {
        CreatedAt = now, Author = by, Numbered = false, FooterLeft = $"{Place} · {Title}", FooterRight = printed,
    };
}
