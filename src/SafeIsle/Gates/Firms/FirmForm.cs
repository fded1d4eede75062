using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Firms;

/// <summary>What the form of a firm asks for.</summary>
internal sealed record FirmForm(
    string Name, FirmKind Kind, int Days, int Start, int Stop, string GateIds, string? Phone, string What, string Dwelling, DateOnly LastDay, bool Inside)
{
    /// <summary>What is wrong stands in the form's errors.</summary>
    public static async Task<FirmForm> ReadAsync(FormInput form, Db db, Me me, long community, DateOnly today, CancellationToken cancel)
    {
        var days = FirmWords.Week.Where(d => form.All("days").Contains(d.Bit.ToString(CultureInfo.InvariantCulture))).Sum(d => d.Bit);
        if (days == 0)
        {
            form.Wrong("days", "请勾选星期几来。");
        }

        var last = form.Date("until", "有效到") ?? today;
        if (form.Typed("until").Length == 0)
        {
            form.Wrong("until", "请填写有效到哪天。");
        }
        else if (last < today || last.DayNumber - today.DayNumber > FirmRules.MostDays)
        {
            form.Wrong("until", $"有效期要从今天起、{FirmRules.MostDays} 天以内。");
        }

        var asked = form.All("gates").Select(g => Guid.TryParse(g, out var id) ? id : Guid.Empty).ToList();
        var gates = await db.Gates.Within(me).Where(g => g.CommunityId == community && asked.Contains(g.Id)).OrderBy(g => g.Id).Select(g => g.Id).ToListAsync(cancel);
        if (gates.Count > FirmRules.MostGates)
        {
            form.Wrong("gates", $"最多勾选 {FirmRules.MostGates} 个门岗；都能走就一个也不勾。");
        }

        var phone = OnePhone.Read(form);
        return new(
            form.Required("name", "单位名称", FirmRules.MostName), form.RequiredChoice<FirmKind>("kind", "类别"), days,
            Minute(form, "start", "从几点"), Minute(form, "stop", "到几点"), string.Join(' ', gates), phone.Length > 0 ? phone : null,
            form.Required("what", "做什么", FirmRules.MostWhat), await DwellingAsync(form, db, community, cancel), last, form.Typed("inside") == "true");
    }

    private static int Minute(FormInput form, string name, string label)
    {
        if (TimeOnly.TryParseExact(form.Typed(name), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return (int)time.ToTimeSpan().TotalMinutes;
        }

        form.Wrong(name, $"请填写{label}，例如 08:00。");
        return 0;
    }

    private static async Task<string> DwellingAsync(FormInput form, Db db, long community, CancellationToken cancel)
    {
        var typed = form.Text("dwelling", "去哪一户", GateRules.MostDoor);
        if (typed.Length == 0)
        {
            return "";
        }

        var found = DwellingAddress.TryParseDoor(typed, out var address)
            ? await (
                from d in db.Dwellings
                join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
                where d.CommunityId == community && b.Key == address.Building && d.Room == address.Room && (address.Unit == 0 || d.Unit == address.Unit) && d.ClosedAt == null
                orderby d.SortKey
                select d.Label).Take(2).ToListAsync(cancel)
            : [];
        if (found.Count != 1)
        {
            form.Wrong("dwelling", "没有找到这一户，请写成 38号楼2单元501室；不定哪一户就空着。");
        }

        return found.FirstOrDefault() ?? "";
    }
}
