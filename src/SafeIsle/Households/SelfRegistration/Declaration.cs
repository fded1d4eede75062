using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>What a household, or somebody for it, says of itself.</summary>
/// <param name="Tenure">By what right it lives there.</param>
/// <param name="Members">1 to <see cref="MostMembers"/>, in the order of the form.</param>
public sealed record Declaration(Tenure Tenure, IReadOnlyList<DeclaredMember> Members)
{
    /// <summary>One form takes no more; a larger household sends a second one.</summary>
    public const int MostMembers = 12;

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptied } },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static Declaration FromJson(string json) =>
        JsonSerializer.Deserialize<Declaration>(json, Json) ?? throw new JsonException("An empty declaration.");

    // The form has no way to say that a date of birth is unknown after all, and a set cannot be read back.
    private static void LeaveOutEmptied(JsonTypeInfo type)
    {
        if (type.Type == typeof(PersonFacts))
        {
            type.Properties.Remove(type.Properties.Single(p => p.Name == nameof(PersonFacts.Emptied)));
        }
    }
}

/// <summary>One member as declared.</summary>
/// <param name="Person">The row of the register that the form was filled from; null for a member that was typed in anew.</param>
/// <param name="Facts">
/// What was said; null where nothing was. Phones may hold masked numbers, which stand for the one that is stored. Tags are those that
/// were ticked and come on top of what is stored, because the form does not show stored tags.
/// </param>
/// <param name="PhoneWords">Words that stood beside the numbers (儿子), or "".</param>
public sealed record DeclaredMember(Guid? Person, PersonFacts Facts, string PhoneWords = "");
