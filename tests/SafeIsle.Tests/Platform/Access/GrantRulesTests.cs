using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform.Access;

public sealed class GrantRulesTests
{
    private const long City = 310100000000;
    private const long OtherTown = 310107104000;

    public static TheoryData<Role, long, Role, long, bool> Table => new()
    {
        { Role.Committee, Cast.Home, Role.Field, Cast.Home, true },
        { Role.Committee, Cast.Home, Role.Partner, Cast.Home, true },
        { Role.Committee, Cast.Home, Role.Committee, Cast.Home, true },
        { Role.Committee, Cast.Home, Role.Overseer, Cast.Home, false },
        { Role.Committee, Cast.Home, Role.Administrator, Cast.Home, false },
        { Role.Committee, Cast.Home, Role.Field, Cast.Next, false },
        { Role.Committee, Cast.Home, Role.Overseer, Cast.Town, false },
        { Role.Administrator, Cast.Home, Role.Administrator, Cast.Home, true },
        { Role.Administrator, Cast.Home, Role.Field, Cast.Next, false },
        { Role.Administrator, Cast.Town, Role.Field, Cast.Home, true },
        { Role.Administrator, Cast.Town, Role.Overseer, Cast.Home, true },
        { Role.Administrator, Cast.Town, Role.Administrator, Cast.Town, true },
        { Role.Administrator, Cast.Town, Role.Overseer, OtherTown, false },
        { Role.Administrator, Cast.Town, Role.Administrator, City, false },
        { Role.Administrator, 0, Role.Overseer, City, true },
        { Role.Administrator, 0, Role.Administrator, 0, true },
        // People who work with households do so in one community.
        { Role.Administrator, 0, Role.Committee, Cast.Town, false },
        { Role.Administrator, 0, Role.Field, Cast.Town, false },
        { Role.Administrator, 0, Role.Partner, 0, false },
        { Role.Overseer, 0, Role.Field, Cast.Home, false },
        { Role.Overseer, Cast.Town, Role.Overseer, Cast.Town, false },
        { Role.Field, Cast.Home, Role.Field, Cast.Home, false },
        { Role.Partner, Cast.Home, Role.Partner, Cast.Home, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Who_may_give_which_role_where(Role mine, long at, Role given, long place, bool may) =>
        GrantRules.MayGrant(MeWith((mine, at)), given, place).ShouldBe(may);

    [Fact]
    public void An_account_is_managed_by_whoever_may_give_all_of_its_grants()
    {
        var director = MeWith((Role.Committee, Cast.Home));
        GrantRules.MayManage(director, [G(Role.Field, Cast.Home)]).ShouldBeTrue();
        GrantRules.MayManage(director, [G(Role.Field, Cast.Home), G(Role.Committee, Cast.Next)]).ShouldBeFalse();
        GrantRules.MayManage(director, []).ShouldBeFalse();
        GrantRules.MayManage(MeWith((Role.Committee, Cast.Home), (Role.Committee, Cast.Next)), [G(Role.Field, Cast.Home), G(Role.Committee, Cast.Next)]).ShouldBeTrue();
    }

    private static Me MeWith(params (Role Role, long Place)[] grants) =>
        new(Guid.Empty, "我", "", [.. grants.Select(g => G(g.Role, g.Place))]);

    private static Grant G(Role role, long place) => new() { Id = Guid.Empty, AccountId = Guid.Empty, Role = role, Place = place };
}
