using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.Search;

/// <summary>
/// The one search box: people, doors and buildings by whatever is known of them. Whoever sees names masked finds doors only: a name or
/// a tail that is found would be a name or a tail told.
/// </summary>
internal static class SearchRegister
{
    public const int LongestQuestion = 50;
    private const int MostDoors = 20;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/search", ShowAsync).May(HouseholdsModule.MayRead);

    private static async Task<IResult> ShowAsync(
        long community, string? q, Db db, Me me, PersonSearch people, DwellingSearch places, TimeProvider clock, CancellationToken cancel)
    {
        var text = ChineseText.Cut(ChineseText.Clean(q), LongestQuestion);
        return Page.Of<SearchPage>(new
        {
            Community = community,
            Question = text,
            People = text.Length == 0 ? [] : await people.FindAsync(me.Only(HouseholdsModule.MayCall), community, text, cancel),
            Doors = text.Length == 0 ? [] : await places.FindAsync(me, community, text, MostDoors, cancel),
            Buildings = text.Length == 0 ? [] : await places.BuildingsAsync(me, community, text, MostDoors, cancel),
            Tags = await TagNames.LoadAsync(db, me, community, cancel),
            Today = clock.Today(),
            Reader = me,
            ByDoorOnly = !me.Is(community, HouseholdsModule.MayCall),
        });
    }
}
