using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>The acts of the form's buttons, the same at the door and at the desk.</summary>
internal static class DeclareForm
{
    /// <summary>Name under which an error of the whole form stands.</summary>
    public const string Whole = "whole";

    private const string Remove = "remove-";

    /// <summary>What the posted form holds now; sent only when the send button was pressed and nothing is wrong.</summary>
    /// <param name="atDesk">Filled in by a signed-in worker, who need not say who she is.</param>
    public static (HouseholdDraft Draft, Declaration? Sent) Take(
        FormInput form, IReadOnlyList<CareTag> tags, DateOnly today, bool atDesk = false)
    {
        var draft = HouseholdDraft.Posted(form, tags);
        switch (form.Typed("do"))
        {
            case "send":
                return (draft, new DeclarationReader(form, draft, tags, today).Read(askWho: !atDesk));
            case "add" when draft.Members.Count < Declaration.MostMembers:
                draft.Members.Add(new MemberDraft());
                break;
            case "add":
                form.Wrong(Whole, $"一张表最多填 {Declaration.MostMembers} 人，更多的人请提交后再填一张。");
                break;
            case var act when act.StartsWith(Remove, StringComparison.Ordinal)
                && int.TryParse(act.AsSpan(Remove.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < draft.Members.Count:
                draft.Members.RemoveAt(index);
                if (draft.Members.Count == 0)
                {
                    draft.Members.Add(new MemberDraft());
                }

                break;
        }

        return (draft, null);
    }

    public static Task<List<CareTag>> TagsAsync(Db db, long community, CancellationToken cancel) =>
        db.CareTags.Where(t => t.CommunityId == community && t.ClosedAt == null).OrderBy(t => t.Position).ToListAsync(cancel);
}
