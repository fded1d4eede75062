using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Travel;

/// <summary>A list of the operators or of an authority: phone numbers with places, for the checks that are open.</summary>
internal static class ImportRecords
{
    /// <summary>Open checks that one list is matched with.</summary>
    private const int MostOpen = 2_000;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/travel/file", (long community) => Page.Of<ImportRecordsPage>(new { Community = community })).May(Role.Committee);
        app.MapPost("/desk/{community:long}/travel/file", ImportAsync).May(Role.Committee);
    }

    private static async Task<IResult> ImportAsync(
        long community, FormInput form, Db db, Me me, Sealer sealer, TimeProvider clock, CancellationToken cancel)
    {
        var source = form.Required("source", "名单的来历", TravelFinding.MostBasis);
        var read = form.Files["file"] is { Length: > 0 } file ? await SheetRows.ReadAsync(file, cancel) : SheetRows.OfText(form.Typed("pasted"));
        if (read.Refused)
        {
            form.Wrong("file", read.Refusal!);
        }

        if (!form.Ok)
        {
            return Page.Again<ImportRecordsPage>(new { Community = community, Form = form });
        }

        var (places, unread) = PlacesByPhone(read.Value);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var open = await (
            from c in db.TravelChecks.Within(me).AsTracking()
            join p in db.People on new { c.CommunityId, Id = c.PersonId } equals new { p.CommunityId, p.Id }
            where c.CommunityId == community && c.ClosedAt == null
            orderby c.OpenedAt, c.Id
            select new { Check = c, p.PhonesSealed }).Take(MostOpen).ToListAsync(cancel);
        var (now, today, taken, used) = (clock.Now(), clock.Today(), 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var row in open)
        {
            var phones = sealer.PhonesOf(row.Check.PersonId, row.PhonesSealed);
            if (phones.FirstOrDefault(places.ContainsKey) is { } phone)
            {
                used.Add(phone);
                taken++;
                var names = places[phone];
                TakeRecord.Store(row.Check, new("名单：" + source, string.Join('、', names), row.Check.FirstDay, row.Check.LastDay < today ? row.Check.LastDay : today, TravelRecord.Of(names)), sealer, me.Name, now);
            }
        }

        write.Record(community, "travel.file", null, $"导入运营商名单 {places.Count} 个号码，收进 {taken} 人的核对");
        await write.CommitAsync(cancel);
        return Page.Of<ImportRecordsPage>(new { Community = community, Taken = (int?)taken, Unmatched = places.Count - used.Count, Unread = unread });
    }

    /// <summary>The first column with a mobile number is the phone, all after it are places; several rows of one number go together.</summary>
    private static (Dictionary<string, List<string>> Places, List<RefusedRow> Unread) PlacesByPhone(List<List<string>> rows)
    {
        var (places, unread) = (new Dictionary<string, List<string>>(StringComparer.Ordinal), new List<RefusedRow>());
        foreach (var (i, cells) in rows.Index())
        {
            var at = cells.FindIndex(c => PhoneNumber.ReadAll(c) is { Problems.Count: 0, Numbers: [{ IsMobile: true }] });
            if (at < 0)
            {
                if (i > 0)
                {
                    unread.Add(new(i + 1, ChineseText.Cut(string.Join(' ', cells), 60), "这一行没有手机号。"));
                }

                continue;
            }

            var phone = PhoneNumber.ReadAll(cells[at]).Numbers[0].Text;
            if (!places.TryGetValue(phone, out var names))
            {
                places[phone] = names = [];
            }

            names.AddRange(cells.Skip(at + 1).SelectMany(OperatorSms.Names).Where(n => !names.Contains(n) && names.Count < OperatorSms.MostPlaces));
        }

        return (places, unread);
    }
}
