using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>The fields <c>role</c>, <c>place</c> and <c>buildings</c>: what somebody is about to be granted.</summary>
internal sealed record GrantForm(Role Role, long Place, IReadOnlyList<Guid> Buildings)
{
    private const int MostBuildings = 500;

    /// <summary>Reads and checks; null with the sentences in the form when it cannot be granted by that person.</summary>
    public static async Task<GrantForm?> ReadAsync(
        FormInput form, StaffDesk desk, Me me, Db db, IReadOnlyList<BuildingChoice> choices, CancellationToken cancel)
    {
        var role = form.RequiredChoice<Role>("role", "角色");
        var place = desk.Community ?? ReadPlace(form);
        if (!form.Ok)
        {
            return null;
        }

        if (!GrantRules.IsHeldAt(role, place))
        {
            form.Wrong("role", $"“{role.Name()}”只能给到社区；街道、区、市只有“{Role.Overseer.Name()}”和“{Role.Administrator.Name()}”。");
        }
        else if (!GrantRules.MayGrant(me, role, place))
        {
            form.Wrong("role", "您不能给这个角色：只能给自己负责的地方、不高于自己的角色。");
        }
        else if (PlaceCode.IsCommunity(place) && !await db.Communities.Within(me).AnyAsync(c => c.CommunityId == place, cancel))
        {
            form.Wrong("place", "还没有建立这个社区，请先建立社区。");
        }

        var ticked = role == Role.Field ? form.All("buildings").Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Distinct().ToList() : [];
        if (ticked.Count > MostBuildings || !ticked.TrueForAll(id => choices.Any(c => c.Id == id)))
        {
            form.Wrong("buildings", "楼栋已有变动，请重新勾选。");
        }

        return form.Ok ? new(role, place, ticked) : null;
    }

    public IEnumerable<Grant> ToGrants(Guid account) => Buildings.Count == 0
        ? [new Grant { Id = Ids.New(), AccountId = account, Role = Role, Place = Place }]
        : Buildings.Select(id => new Grant { Id = Ids.New(), AccountId = account, Role = Role, Place = Place, BuildingId = id });

    public string Words(string place) => $"{place} {Role.Name()}{(Buildings.Count > 0 ? $"，只限 {Buildings.Count} 栋楼" : "")}";

    private static long ReadPlace(FormInput form)
    {
        var text = ChineseText.Halfwidth(form.Typed("place")).Trim();
        if (text == "0")
        {
            return PlaceCode.Country;
        }

        if (text.Length == 12 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code >= 100_000_000_000)
        {
            return code;
        }

        form.Wrong("place", "地方要填 12 位区划代码，例如桃浦镇是 310107103000；填 0 表示全部地方。");
        return 0;
    }
}
