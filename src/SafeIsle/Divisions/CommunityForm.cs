using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Divisions;

/// <summary>Creates a community: as it stands in the division table, or by hand where the table does not know it.</summary>
internal static class CommunityForm
{
    internal const string Path = "/desk/communities/new/form";

    private const int LongestAbove = 120;

    /// <summary>What the division table says of a code; both empty where it says nothing.</summary>
    private sealed record Known(string Name, string Above);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).May(Role.Administrator);
        app.MapPost(Path, CreateAsync).May(Role.Administrator);
    }

    private static async Task<IResult> ShowAsync(long? code, Db db, Me me, CancellationToken cancel)
    {
        if (code is { } given && (!PlaceCode.IsCommunity(given) || !me.Is(given, Role.Administrator)))
        {
            return TypedResults.NotFound();
        }

        var known = await LookUpAsync(db, code ?? 0, cancel);
        return Page.Of<CommunityFormPage>(new
        {
            Code = code,
            known.Name,
            known.Above,
            IsFirst = !await db.Communities.AnyAsync(cancel),
            Existing = code is { } taken && await db.Communities.AnyAsync(c => c.CommunityId == taken, cancel),
        });
    }

    private static async Task<IResult> CreateAsync(
        FormInput form, HttpContext http, Db db, Me me, TimeProvider clock,
        [FromServices] IEnumerable<CommunityStarter> starters, CancellationToken cancel)
    {
        var code = ReadCode(form, me);
        var known = await LookUpAsync(db, code, cancel);
        var name = known.Name.Length > 0 ? known.Name : form.Required("name", "社区名称", Division.NameLength);
        var above = known.Above.Length > 0 ? known.Above : form.Required("above", "所在的省市区和街道", LongestAbove);
        var phone = form.Text("phone", "居委会电话", 30);
        var existing = form.Ok && await db.Communities.AnyAsync(c => c.CommunityId == code, cancel);
        if (form.Ok && !existing)
        {
            try
            {
                await using var write = await db.BeginWriteAsync(me.Actor, cancel);
                db.Add(new Community { CommunityId = code, Name = name, Above = above, Phone = phone, CreatedAt = clock.Now() });
                db.AddRange(starters.SelectMany(starter => starter(code)));
                var joins = form.Ticked("committee") && !me.Is(code, Role.Committee);
                if (joins)
                {
                    db.Add(new Grant { Id = Ids.New(), AccountId = me.AccountId, Role = Role.Committee, Place = code });
                }

                write.Record(code, "community.create", null, $"建立社区 {above}{name}" + (joins ? "，创建人兼做居委会工作" : ""));
                await write.CommitAsync(cancel);
                return joins || me.Is(code, Role.Committee)
                    ? http.Done($"/desk/{code}/places", $"{name}已建好；接下来登记小区和楼栋。")
                    : http.Done(Communities.ListPath, $"{name}已建好；请邀请居委会的同事登录。");
            }
            catch (DbUpdateException collision) when (collision.IsTaken())
            {
                // Somebody else was quicker: the key decides.
                existing = await db.Communities.AnyAsync(c => c.CommunityId == code, cancel);
                if (!existing)
                {
                    throw;
                }
            }
        }

        return Page.Again<CommunityFormPage>(new
        {
            Code = code == 0 || known.Name.Length == 0 ? (long?)null : code,
            known.Name,
            known.Above,
            IsFirst = !await db.Communities.AnyAsync(cancel),
            Existing = existing,
            Taken = code,
            Form = form,
        });
    }

    private static long ReadCode(FormInput form, Me me)
    {
        var typed = ChineseText.Key(form.Required("code", "区划代码", 30));
        if (typed.Length != 12 || !long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code < 100_000_000_000 || !PlaceCode.IsCommunity(code))
        {
            form.Wrong("code", "区划代码是 12 位数字，社区的末三位不全是 0，例如 310107103017。");
            return 0;
        }

        if (!me.Is(code, Role.Administrator))
        {
            form.Wrong("code", "这个社区不在自己管理的范围内；请核对代码，或请上级管理员建立。");
        }

        return code;
    }

    private static async Task<Known> LookUpAsync(Db db, long code, CancellationToken cancel)
    {
        var name = await db.Divisions.Where(d => d.Code == code && d.Level == DivisionLevel.Village).Select(d => d.Name).SingleOrDefaultAsync(cancel);
        var street = code / 1_000 * 1_000;
        var above = await db.Divisions.AnyAsync(d => d.Code == street, cancel) ? (await db.PathsAboveAsync([code], cancel))[code] : "";
        return new(name ?? "", above);
    }
}
