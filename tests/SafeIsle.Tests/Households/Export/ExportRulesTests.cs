using SafeIsle.Households.Export;
using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Households.Export;

public sealed class ExportRulesTests
{
    [Theory]
    [InlineData(Role.Committee, 0, ExportNeed.Nothing)]
    [InlineData(Role.Committee, 50, ExportNeed.Nothing)]
    [InlineData(Role.Committee, 51, ExportNeed.Reason)]
    [InlineData(Role.Committee, 500, ExportNeed.Reason)]
    [InlineData(Role.Committee, 501, ExportNeed.SecondPerson)]
    [InlineData(Role.Committee, 5_000, ExportNeed.SecondPerson)]
    [InlineData(Role.Committee, 5_001, ExportNeed.Refused)]
    [InlineData(Role.Administrator, 0, ExportNeed.Nothing)]
    [InlineData(Role.Administrator, 1, ExportNeed.Refused)]
    [InlineData(Role.Field, 50, ExportNeed.Nothing)]
    [InlineData(Role.Field, 51, ExportNeed.Refused)]
    [InlineData(Role.Partner, 51, ExportNeed.Refused)]
    [InlineData(Role.Overseer, 51, ExportNeed.Refused)]
    public void The_number_of_people_decides(Role role, int people, ExportNeed need)
    {
        var limit = ExportRules.Of([role]);
        ExportRules.Need(limit, people).ShouldBe(need);
        ExportRules.Sentence(limit, people).ShouldEndWith("。");
    }

    [Fact]
    public void The_wider_of_two_roles_counts_and_without_a_role_nothing_goes()
    {
        ExportRules.Of([Role.Field, Role.Committee]).Role.ShouldBe(Role.Committee);
        ExportRules.Of([Role.Field]).Full.ShouldBeFalse();
        ExportRules.Need(ExportRules.Of([]), 1).ShouldBe(ExportNeed.Refused);
    }
}
