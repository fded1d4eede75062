using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Codes;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>Whether a certificate is valid, for whoever holds it in hand: the kind, the dates and the masked name, and nothing else.</summary>
internal static class VerifyCertificate
{
    private const string WhyOpen = "whoever is shown a certificate may check it; the code is hard to guess and shows a masked name only";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/verify", Ask).MayAnyone(WhyOpen);
        app.MapGet("/verify/{code}", ShowAsync).MayAnyone(WhyOpen);
    }

    private static IResult Ask(string? code) => code is null
        ? Page.Of<VerifyPage>(new { })
        : CertificateCode.Clean(code) is { } clean
            ? TypedResults.LocalRedirect("/verify/" + clean)
            : Page.Again<VerifyPage>(new { Typed = code, Wrong = "编码是 12 位字母和数字，请对照证明再输一遍。" });

    // Wrong codes count together with those of doors: it is one address that guesses.
    private static async Task<IResult> ShowAsync(
        string code, HttpContext http, Db db, KeyRing keys, IEnumerable<CertificateSource> sources, DoorLimits limits, CancellationToken cancel)
    {
        if (CertificateCode.Clean(code) is { } clean && await FindAsync(db, keys, sources, clean, cancel) is { } certificate)
        {
            return Page.Of<VerifiedPage>(new { Certificate = certificate });
        }

        return limits.TakeWrongCode(http)
            ? Page.Of<VerifiedPage>(new { }, StatusCodes.Status404NotFound)
            : Page.Of<SentencePage>(
                new { Title = "太频繁了", Because = "试错的次数太多了，请对照证明慢慢输入，或十分钟后再试。" }, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<VerifiedCertificate?> FindAsync(
        Db db, KeyRing keys, IEnumerable<CertificateSource> sources, string code, CancellationToken cancel)
    {
        var hash = CertificateCode.HashOf(keys, code);
        var found = (await db.ReleaseCertificates.Where(c => c.CodeHash == hash).ToListAsync(cancel))
            .Find(c => CertificateCode.Of(keys, c.CommunityId, c.Id) == code);
        if (found is not null)
        {
            return new(
                "解除证明（封控、健康管理已解除）",
                [
                    ("姓名", RegisterWords.MaskedName(found.Name)), ("管理", $"{found.StartedAt.Full()} 到 {found.EndedAt.Full()}"),
                    ("开具", found.MadeAt.DateHere().Full()),
                ],
                found.RevokedAt, "", "请核对持证人出示的证件。本证明不是健康证明。");
        }

        foreach (var source in sources)
        {
            if (await source(db, code, cancel) is { } other)
            {
                return other;
            }
        }

        return null;
    }
}
