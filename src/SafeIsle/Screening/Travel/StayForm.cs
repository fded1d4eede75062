using System.Globalization;
using Microsoft.Extensions.Primitives;
using SafeIsle.Divisions;
using SafeIsle.Platform;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;
using SafeIsle.Screening.RiskAreas;

namespace SafeIsle.Screening.Travel;

/// <summary>Between a form of places with days and stays: rows are numbered fields, a row without a place is no row.</summary>
internal static class StayForm
{
    /// <summary>Places that one form takes.</summary>
    public const int Most = 12;

    /// <summary>The field "do" of whoever wants one more row and has not finished.</summary>
    public const string More = "more";

    private const int MostName = 40;

    /// <summary>What is wrong stands in the form's errors: place0, from0 …</summary>
    public static IReadOnlyList<Stay> Read(FormInput form, DateOnly first, DateOnly last)
    {
        var stays = new List<Stay>();
        for (var i = 0; i < Most; i++)
        {
            if (form.Text($"place{i}", "地方", MostName) is not { Length: > 0 } said)
            {
                if (IsTyped(form, i))
                {
                    form.Wrong($"place{i}", "写了日子，没有写去了哪里，请补上；不要这一处的，请把日子清掉。");
                }

                continue;
            }

            var place = Place(form, i, said);
            var (from, to) = (form.Date($"from{i}", "从哪天"), form.Date($"to{i}", "到哪天"));
            if (from is null || to is null || from > to || to < first || from > last)
            {
                form.Wrong($"from{i}", $"“{said}”的日子要写全，先到后走，在 {TravelWords.Day(first)} 到 {TravelWords.Day(last)} 之间。");
            }
            else if (place is not null)
            {
                stays.Add(new(place.Code, place.Path, from < first ? first : from, to > last ? last : to));
            }
        }

        if (stays.Count == 0 && form.Ok && !form.Ticked("nowhere"))
        {
            form.Wrong("place0", "请写去过的地方；没有离开过的，请点“这些天没有离开过本市”。");
        }
        else if (stays.Count > 0 && form.Ticked("nowhere"))
        {
            form.Wrong("nowhere", "写了去过的地方，又说没有离开过，请去掉一个。");
        }

        return stays;
    }

    /// <summary>How many rows to show: as many as hold something, one at least; and one to write in for whoever asked for it.</summary>
    public static int Rows(FormInput form)
    {
        var typed = Enumerable.Range(0, Most).LastOrDefault(i => IsTyped(form, i), -1) + 1;
        return Math.Clamp(typed + (form.Typed("do") == More ? 1 : 0), 1, Most);
    }

    /// <summary>A form that holds what was declared, for correcting it.</summary>
    public static FormInput Of(IReadOnlyList<Stay> stays)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (i, stay) in stays.Index())
        {
            (fields[$"place{i}"], fields[$"code{i}"]) = (stay.Name, stay.Code.ToString(CultureInfo.InvariantCulture));
            (fields[$"from{i}"], fields[$"to{i}"]) = (stay.From?.Iso() ?? "", stay.To?.Iso() ?? "");
        }

        return new(new FormCollection(fields));
    }

    /// <summary>Places of that name to choose from; fewer than two where there is nothing to choose.</summary>
    public static IReadOnlyList<KnownPlace> Choices(FormInput form, int row) => PlaceBook.Find(ChineseText.Clean(form.Typed($"place{row}")));

    private static bool IsTyped(FormInput form, int row) => new[] { "place", "from", "to" }.Any(field => form.Typed($"{field}{row}").Length > 0);


    private static KnownPlace? Place(FormInput form, int row, string said)
    {
        var found = PlaceBook.Find(said);
        if (found is [var one])
        {
            return one;
        }

        if (found.FirstOrDefault(f => $"{f.Code}" == form.Typed($"code{row}")) is { } chosen)
        {
            return chosen;
        }

        form.Wrong($"place{row}", found.Count == 0
            ? $"地名“{said}”不认识，请写到市、县（区），例如 河南信阳；国外写国家。"
            : $"叫“{said}”的有 {found.Count} 处，请选是哪一处。");
        return null;
    }
}
