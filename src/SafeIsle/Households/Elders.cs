using SafeIsle.Platform.Data;

namespace SafeIsle.Households;

/// <summary>Who counts as 高龄, in every table and list: whoever has the tag, and whoever is old enough by the birth date.</summary>
public static class Elders
{
    /// <summary>Whole years; the shipped plans say the same of whom they look after first.</summary>
    public const int From = 75;

    /// <summary>The last birth date that makes somebody old enough on that day.</summary>
    public static DateOnly BornUntil(DateOnly today) => today.AddYears(-From);

    /// <summary>Those of the people who count.</summary>
    /// <param name="people">Of that community.</param>
    public static IQueryable<Person> Of(Db db, IQueryable<Person> people, long community, DateOnly today)
    {
        var born = BornUntil(today);
        var tagged = db.PersonTags.Where(t => t.CommunityId == community && t.Tag == CareTags.Elder).Select(t => t.PersonId);
        return people.Where(p => p.BirthDate <= born || tagged.Contains(p.Id));
    }

    /// <summary>The same for one person.</summary>
    public static bool Has(PersonCard card, DateOnly today) => card.Tags.ContainsKey(CareTags.Elder) || card.Row.BirthDate <= BornUntil(today);
}
