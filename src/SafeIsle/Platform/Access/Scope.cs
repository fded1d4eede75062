using System.Linq.Expressions;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access;

/// <summary>Whose data it is stands in the WHERE: every query of a signed-in person goes through <c>Within(me)</c>.</summary>
public static class Scope
{
    /// <summary>Only rows of communities that the person reaches; for rows in a building, only of buildings that she reaches.</summary>
    public static IQueryable<T> Within<T>(this IQueryable<T> rows, Me me)
        where T : class, IOfCommunity =>
        rows.Where(Reach<T>(me, typeof(IInBuilding).IsAssignableFrom(typeof(T)) ? nameof(IInBuilding.BuildingId) : null));

    /// <summary>The same for a table whose own id is the building.</summary>
    internal static IQueryable<T> WithinByBuilding<T>(this IQueryable<T> rows, Me me, string buildingProperty)
        where T : class, ICommunityOwned => rows.Where(Reach<T>(me, buildingProperty));

    private static Expression<Func<T, bool>> Reach<T>(Me me, string? buildingProperty)
        where T : class, IOfCommunity
    {
        var row = Expression.Parameter(typeof(T), "row");
        var community = Expression.Property(row, nameof(IOfCommunity.CommunityId));
        Expression reach = Expression.Constant(false);
        foreach (var grant in me.Grants.Where(g => g.BuildingId is null || buildingProperty is null).DistinctBy(g => g.Place))
        {
            var inside = Expression.AndAlso(
                Expression.GreaterThanOrEqual(community, Value(grant.Place)),
                Expression.LessThan(community, Value(grant.Place + PlaceCode.Span(grant.Place))));
            reach = Expression.OrElse(reach, inside);
        }

        if (buildingProperty is not null)
        {
            // A grant on the whole place already covers its buildings.
            foreach (var place in me.Grants.Where(g => g.BuildingId is not null).GroupBy(g => g.Place))
            {
                var buildings = place.Select(g => g.BuildingId!.Value).Distinct().ToList();
                var inside = Expression.AndAlso(
                    Expression.Equal(community, Value(place.Key)),
                    Expression.Call(
                        typeof(Enumerable), nameof(Enumerable.Contains), [typeof(Guid)],
                        Value(buildings, typeof(IEnumerable<Guid>)), Expression.Property(row, buildingProperty)));
                reach = Expression.OrElse(reach, inside);
            }
        }

        return Expression.Lambda<Func<T, bool>>(reach, row);
    }

    // A member of a captured object becomes a query parameter, so that one plan serves everybody.
    private static MemberExpression Value<TValue>(TValue value, Type? type = null) =>
        Expression.Property(Expression.Constant(new Captured<TValue>(value)), nameof(Captured<>.Value));

    private sealed record Captured<TValue>(TValue Value);
}
