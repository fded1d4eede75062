using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Gates.Scans;

/// <summary>Devices of a gate: a code at the desk, the enrolment by the device, wiping.</summary>
internal static class Devices
{
    /// <summary>Why the device's routes are open: the token in the header is asked for by the handler.</summary>
    internal const string WhyOpen = "devices have no account; the handler asks for the device's token";

    internal const string EnrolPath = "/api/gate/enrol";

    private const string Wrong = "登记码不对或已过期；请在居委会的门岗页面重新取一个，一小时内输入。";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/gates/{id:guid}/devices", AddAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/gates/{id:guid}/devices/{device:guid}/wipe", WipeAsync).May(Role.Committee);
        app.MapPost(EnrolPath, EnrolAsync).MayByToken(WhyOpen).RequireRateLimiting(LoginLimits.Join).AtMost(GateRules.MostAsked)
            .DescribedAs(
                "Enrols a device",
                "With the code of 8 digits from the gate's page, good once and for an hour. The token is told once: the server keeps only a hash of it.")
            .Produces<EnrolAnswer>().Refuses(400, 413, 429);
    }

    private static async Task<IResult> AddAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, KeyRing keys, PublicAddress address, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Gates.Within(me).SingleOrDefaultAsync(g => g.CommunityId == community && g.Id == id, cancel) is not { } gate)
        {
            return TypedResults.NotFound();
        }

        var back = EditGate.Path(community, id);
        var name = form.Required("device", "设备名称", GateRules.MostName);
        if (gate.Kind == GateKind.Fence)
        {
            return http.Refused(back, "围挡没有人进出，不登记扫码设备；要在这里放行，请添加门岗。");
        }

        if (!form.Ok)
        {
            return http.Refused(back, "没有登记：请给设备起个名字，例如 北门平板。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.GateDevices.CountAsync(d => d.CommunityId == community && d.WipedAt == null, cancel) >= GateRules.MostDevices)
        {
            return http.Refused(back, $"扫码设备最多 {GateRules.MostDevices} 台，请先清除不用的。");
        }

        var code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
        var device = new GateDevice
        {
            CommunityId = community, Id = Ids.New(), GateId = id, Name = name,
            EnrolHash = HashOf(keys, code), EnrolUntil = clock.Now() + GateRules.EnrolWithin,
        };
        db.Add(device);
        write.Record(community, "gate.device", device.Id, $"给{gate.Name}登记扫码设备 {name}");
        await write.CommitAsync(cancel);
        return Page.Of<EnrolPage>(new { Gate = gate, Device = device, Code = code, Address = address.Of(http.Request) });
    }

    private static async Task<IResult> WipeAsync(
        long community, Guid id, Guid device, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        if (await db.GateDevices.Within(me).AsTracking().SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == device && d.GateId == id, cancel) is not { } row)
        {
            return TypedResults.NotFound();
        }

        row.WipedAt ??= clock.Now();
        (row.EnrolHash, row.EnrolUntil) = (null, null);
        write.Record(community, "gate.wipe", device, $"清除扫码设备 {row.Name}");
        await write.CommitAsync(cancel);
        return http.Done(EditGate.Path(community, id), $"{row.Name}已清除：下次联网时删掉里面的名单和钥匙，不能再用。");
    }

    private static async Task<IResult> EnrolAsync(EnrolAsk? ask, HttpContext http, Db db, KeyRing keys, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var hash = HashOf(keys, ChineseText.Key(ask?.Code));
        var found = await db.GateDevices.Where(d => d.EnrolHash == hash && d.EnrolUntil > now && d.WipedAt == null).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return Refuse(http, StatusCodes.Status400BadRequest, Wrong);
        }

        await using var write = await db.BeginWriteAsync(Actor.System, cancel);
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        // Whoever is first has it: of two at once the other finds the code gone.
        var used = await db.GateDevices.Where(d => d.CommunityId == found.CommunityId && d.Id == found.Id && d.EnrolHash == hash).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.EnrolHash, (long?)null).SetProperty(d => d.EnrolUntil, (DateTimeOffset?)null)
                .SetProperty(d => d.TokenHash, TokenHashOf(secret)).SetProperty(d => d.EnrolledAt, now).SetProperty(d => d.SeenAt, now),
            cancel);
        if (used == 0)
        {
            return Refuse(http, StatusCodes.Status400BadRequest, Wrong);
        }

        write.Record(found.CommunityId, "gate.enrol", found.Id, $"扫码设备 {found.Name} 登记完成");
        await write.CommitAsync(cancel);
        var (community, gateId) = (found.CommunityId, found.GateId);
        var gate = await db.Gates.SingleAsync(g => g.CommunityId == community && g.Id == gateId, cancel);
        var place = await db.Communities.SingleAsync(c => c.CommunityId == community, cancel);
        return TypedResults.Ok(new EnrolAnswer(
            $"{community}.{found.Id:N}.{secret}", new(found.Id, found.Name), new(gate.Id, gate.Name), new(community, place.Name), now.ToUnixTimeMilliseconds()));
    }

    /// <summary>The answer to a token that is no device's.</summary>
    internal static IResult Unknown(HttpContext http) => Refuse(http, StatusCodes.Status401Unauthorized, "这台设备没有登记，请向居委会取登记码。");

    /// <summary>A refusal for a program, with a sentence for whoever stands before it.</summary>
    internal static IResult Refuse(HttpContext http, int status, string sentence)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(sentence, statusCode: status, title: Problems.Title(status));
    }

    internal static byte[] TokenHashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    private static long HashOf(KeyRing keys, string code) => keys.LookupHash("gate-enrol", 0, code);
}

/// <summary>What a new device sends.</summary>
/// <param name="Code">8 digits; blanks between them do not count.</param>
internal sealed record EnrolAsk(string? Code);

/// <summary>What a new device gets.</summary>
/// <param name="Token">To be kept and shown with every further request.</param>
/// <param name="At">The server's clock, epoch milliseconds.</param>
internal sealed record EnrolAnswer(string Token, Named<Guid> Device, Named<Guid> Gate, Named<long> Community, long At);

/// <summary>Something by its id, with its name.</summary>
internal sealed record Named<TId>(TId Id, string Name);
