using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;

namespace SafeIsle.Tests.Grids.Todos;

/// <summary>What modules registered for my list.</summary>
public sealed class TodoKindTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public void Every_page_of_a_kind_is_a_whole_path_of_the_things_community()
    {
        var kinds = app.Services.GetServices<TodoKind>().Where(k => k.Page is not null).ToList();
        kinds.Count.ShouldBeGreaterThan(8);
        foreach (var kind in kinds)
        {
            var todo = new Todo
            {
                CommunityId = Cast.Home, Id = Ids.New(), BuildingId = Ids.New(), Unit = 1, DwellingId = Ids.New(), Dwelling = "1号楼1单元101室", SortKey = "1",
                Kind = kind.Code, SourceId = Ids.New(), PersonId = Ids.New(), HouseholdId = Ids.New(), Title = kind.Name, DueAt = app.Clock.Now(),
            };
            kind.Page!(todo).ShouldStartWith($"/desk/{Cast.Home}/", customMessage: kind.Code);
        }
    }
}
