using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>What somebody typed who wants to come in.</summary>
/// <param name="Name">How to be called.</param>
internal sealed record JoinForm(string Name, bool IsProxy, Dwelling Dwelling)
{
    // As long as somebody writes a whole address.
    private const int MostRoom = 60;

    /// <summary>Null with the sentences in the form.</summary>
    public static async Task<JoinForm?> ReadAsync(FormInput form, GroupEntrance group, Db db, CancellationToken cancel)
    {
        var dwelling = await DwellingAsync(form, group, db, cancel);
        var name = ResidentName.Read(form);
        var who = form.Typed("who");
        if (who is not ("self" or "proxy"))
        {
            form.Wrong("who", "请选择您是不是住在这里。");
        }

        return form.Ok ? new(name, who == "proxy", dwelling!) : null;
    }

    // The unit is chosen or written before the room, whichever is easier: 2-501, 2单元501, 501.
    private static async Task<Dwelling?> DwellingAsync(FormInput form, GroupEntrance group, Db db, CancellationToken cancel)
    {
        var typed = form.Required("room", "门牌号", MostRoom);
        int? chosen = int.TryParse(ChineseText.Key(form.Typed("unit")), out var unit) && group.Units.Contains(unit) ? unit : null;
        if (typed.Length == 0)
        {
            return null;
        }

        var found = await CandidatesAsync(typed, chosen, group, db, cancel);
        if (found.Count == 0 && chosen is not null && (await CandidatesAsync(typed, null, group, db, cancel)) is [var other])
        {
            form.Wrong("room", $"上面选的是 {chosen} 单元，这里写的是{other.Label}，请改成一样的。");
            return null;
        }

        switch (found)
        {
            case [var only]:
                return only;
            case []:
                form.Wrong("room", $"{group.Order.Label}里没有“{ChineseText.Cut(typed, 20, "…")}”这个门牌，请对照家门上的号写，例如 2-501 或 501。");
                return null;
            default:
                form.Wrong("room", $"{string.Join("、", found.Select(d => d.Unit))} 单元都有 {found[0].Room}，请写上单元，例如 {found[0].Unit}-{found[0].Room}。");
                return null;
        }
    }

    private static async Task<List<Dwelling>> CandidatesAsync(string typed, int? unit, GroupEntrance group, Db db, CancellationToken cancel)
    {
        if (!DwellingAddress.TryParse(typed, new KnownPlace(null, group.Building.Key, unit), out var address) || !address.HasRoom)
        {
            return [];
        }

        var of = unit ?? (address.Unit > 0 ? address.Unit : null);
        return await group.Dwellings(db).Where(d => d.Room == address.Room && (of == null || d.Unit == of)).OrderBy(d => d.Unit).Take(10).ToListAsync(cancel);
    }
}
