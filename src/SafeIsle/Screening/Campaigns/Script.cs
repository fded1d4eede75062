using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace SafeIsle.Screening.Campaigns;

/// <summary>How a question is answered.</summary>
public enum QuestionKind
{
    /// <summary>是或不是</summary>
    YesNo,

    /// <summary>选一个</summary>
    Choice,

    /// <summary>数字</summary>
    Number,

    /// <summary>几个字</summary>
    Text,

    /// <summary>日期</summary>
    Date,

    /// <summary>地点</summary>
    Place,
}

/// <summary>When a question is asked: an earlier answer is one of these.</summary>
/// <param name="Of"><see cref="Question.Code"/> of an earlier question.</param>
/// <param name="Is">Values as stored: yes, no, or a choice's words.</param>
public sealed record Branch(string Of, IReadOnlyList<string> Is);

/// <summary>A question of a script.</summary>
/// <param name="Code">Stable within the script: a–z, 0–9, -.</param>
/// <param name="Text">As it is asked.</param>
public sealed record Question(string Code, QuestionKind Kind, string Text)
{
    /// <summary>A line below it.</summary>
    public string Hint { get; init; } = "";

    public bool Required { get; init; }

    /// <summary>Asked of each person of the household, else of the household once.</summary>
    public bool PerPerson { get; init; }

    /// <summary>For <see cref="QuestionKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Null: always.</summary>
    public Branch? When { get; init; }

    /// <summary>Two answers that differ here contradict each other.</summary>
    public bool Compare { get; init; }

    /// <summary>Answers after which a person looks into it: yes, no, or a choice's words.</summary>
    public IReadOnlyList<string> Rises { get; init; } = [];
}

/// <summary>What is asked, in order (排查话术).</summary>
public sealed record Script(string Opening, IReadOnlyList<Question> Questions)
{
    /// <summary>Questions that are asked of everybody in a script that takes a minute.</summary>
    private const int MostInAMinute = 4;

    /// <summary>Whether a household is through in a minute: few questions, none asked of each person.</summary>
    [JsonIgnore]
    public bool IsShort => !Questions.Any(q => q.PerPerson) && Questions.Count(q => q.When is null) <= MostInAMinute;

    /// <summary>Characters of a code.</summary>
    public const int MostCode = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>Whether some question is asked of each person.</summary>
    [JsonIgnore]
    public bool AsksPeople => Questions.Any(q => q.PerPerson);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">Not a script: stored ones always are.</exception>
    public static Script Parse(string json) => JsonSerializer.Deserialize<Script>(json, Json) ?? throw new JsonException("An empty script.");
}
