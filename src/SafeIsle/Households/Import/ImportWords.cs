using System.Text.RegularExpressions;

namespace SafeIsle.Households.Import;

/// <summary>The import's states as people here say them.</summary>
internal static partial class ImportWords
{
    private const int Timeout = 200;

    internal static string Of(RowVerdict verdict) => verdict switch
    {
        RowVerdict.New => "新增",
        RowVerdict.Changed => "有变化",
        RowVerdict.Unchanged => "没有变化",
        RowVerdict.Repeated => "重复",
        RowVerdict.Rejected => "退回",
        RowVerdict.Unmentioned => "表里没提到",
    };

    internal static string Of(MissingPlace missing) => missing switch
    {
        MissingPlace.None => "",
        MissingPlace.Dwelling => "楼在册，房不在册",
        MissingPlace.Building => "整栋楼不在册",
        MissingPlace.Compound => "小区不在册",
    };

    internal static string Hint(RowVerdict verdict) => verdict switch
    {
        RowVerdict.New => "登记里还没有的人和房屋。勾上的会写入；房屋不在册的，先在上面决定要不要新建。",
        RowVerdict.Changed => "登记里有这个人，表里写的不一样。原来空着的已勾上，会替换原值的默认不勾，请逐条看过或一次全选。",
        RowVerdict.Unchanged => "与登记一致，不会写入。空着的格、打了码的号码都当作“与原来一样”。",
        RowVerdict.Repeated => "表里同一套房同一个人写了不止一行，已并到前面那一行。",
        RowVerdict.Rejected => "这些行不能写入，不影响其他行。取回后照“退回原因”改好，可以直接再导入。",
        RowVerdict.Unmentioned => "表里有这套房，但没有提到登记里的这些人。不会删除，只列出来请您核实。",
    };

    internal static string Column(RowVerdict verdict) => verdict switch
    {
        RowVerdict.New => "将写入",
        RowVerdict.Changed => "原登记 → 表里",
        RowVerdict.Rejected => "退回原因",
        _ => "说明",
    };

    /// <summary>A field's text for people: numbers masked, tags by their names.</summary>
    internal static string Shown(PersonField field, string text, IReadOnlyDictionary<string, string> tagNames) => field switch
    {
        PersonField.Tags => TagCode().Replace(text, match => tagNames.GetValueOrDefault(match.Value, match.Value)),
        PersonField.Document when text.LastIndexOf(' ') is var blank and > 0 => text[..(blank + 1)] + RegisterWords.Masked(field, text[(blank + 1)..]),
        _ => RegisterWords.Masked(field, text),
    };

    [GeneratedRegex("(?<=^|、)[a-z][a-z0-9-]*(?=$|、|\\()", RegexOptions.None, Timeout)]
    private static partial Regex TagCode();
}
