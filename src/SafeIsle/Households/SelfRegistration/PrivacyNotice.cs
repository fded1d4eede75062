using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>What everybody must be told before giving personal data (个人信息保护法 17, 30; 突发事件应对法 on purpose and destruction).</summary>
internal static class PrivacyNotice
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/privacy", ShowAsync).MayAnyone("everybody may read what is done with personal data");

    private static async Task<IResult> ShowAsync(long? community, Db db, CancellationToken cancel) => Page.Of<PrivacyPage>(new
    {
        Community = community is null ? null : await db.Communities.SingleOrDefaultAsync(c => c.CommunityId == community, cancel),
    });
}
