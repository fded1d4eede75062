using Microsoft.AspNetCore.Components;
using SafeIsle.Grids.Escalations;
using SafeIsle.Platform;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Todos;

/// <summary>
/// The doors of my list as HTML: a door's name, its call buttons once, what is to be done there, and one line for a note. Written by hand:
/// hundreds of these are opened on every staircase, and each button sends no more than what and what came of it.
/// </summary>
internal sealed class TodosHtml(TodoHead head, bool raises, Guid wrong, FormInput form)
{
    /// <summary>The button that takes a matter up, with what is noted at the door; its value is the door.</summary>
    public const string Raise = "raise";

    private readonly HtmlText html = new();

    /// <summary>The field of a door's note.</summary>
    public static string Note(Guid door) => $"note-{door:N}";

    /// <summary>A button's value: what, and what came of it.</summary>
    public static string Button(Guid todo, TodoOutcome outcome) => $"{todo:N}.{outcome.Code}";

    /// <summary>One door.</summary>
    public MarkupString Of(TodoDoor door)
    {
        html.Add($"<li class=door>");
        foreach (var (i, call) in door.Calls.Index())
        {
            AddCall(call, i == 0 ? door.Name : "");
        }

        AddNote(door);
        html.Add($"</li>");
        return html.Take();
    }

    private void AddCall(TodoCall call, string door)
    {
        if (door.Length > 0)
        {
            html.Add($"<p class=todo-door><strong>{door}</strong> {call.Who}</p>");
        }
        else
        {
            html.Add($"<p class=todo-door>{call.Who}</p>");
        }

        if (call.Phones.Count > 0)
        {
            html.Add($"<div class=todo-acts>");
            foreach (var number in call.Phones)
            {
                html.Add($"<a class=todo-call href=\"tel:{number.Number}\">打给{number.Name} <b>{number.Number}</b></a>");
            }

            html.Add($"</div>");
        }

        foreach (var row in call.Rows)
        {
            AddTodo(row);
        }
    }

    private void AddTodo(TodoRow row)
    {
        var todo = row.Todo;
        html.Add($"<div class=todo data-todo={todo.Id.ToString()}");
        var due = TodoRules.Due(todo.DueAt, head.Now);
        if (row.IsLate(head.Now))
        {
            html.Add($"><p>{todo.Title} <span class=\"todo-due state state-late\">▲ 超时，{due}</span></p>");
        }
        else
        {
            html.Add($" data-due={todo.DueAt.ToUnixTimeMilliseconds()}><p>{todo.Title} <span class=\"todo-due state state-off\">{due}</span></p>");
        }

        if (row.Raised is { } raised)
        {
            html.Add($"<p><a href=\"{ListEscalations.Path(head.Community, raised.Id)}\">{(raised.State == EscalationState.Decided ? "●" : "◐")} 已上报，{raised.State.Name()}</a></p>");
        }

        if (row.Last is { } last)
        {
            html.Add($"<p class=todo-before>试过 {row.Tries} 次，{last.At.Short()} {last.By} {row.Kind.Known(last.Outcome)?.Name}{(last.TooLate ? "（没有算）" : "")}</p>");
        }

        html.Add($"<div class=todo-acts>");
        if (row.Kind.Page?.Invoke(todo) is { } way)
        {
            html.Add($"<a class=todo-more href=\"{way}\">打开去做</a>");
        }

        foreach (var outcome in row.Kind.Outcomes)
        {
            var value = Button(todo.Id, outcome);
            if (outcome.Settles)
            {
                html.Add($"<button name=do value={value} data-settles>{outcome.Name}</button>");
            }
            else
            {
                html.Add($"<button name=do value={value}>{outcome.Name}</button>");
            }
        }

        html.Add($"</div></div>");
    }

    private void AddNote(TodoDoor door)
    {
        var rows = door.Calls.SelectMany(c => c.Rows).ToList();
        var up = raises && rows[0].Todo.DwellingId is not null;
        var isWrong = door.Id == wrong;
        html.Add($"<details{(isWrong ? " open" : "")}><summary>{(up ? "记一句、上报" : "记一句")}</summary>");
        html.Add($"<input class=ask-box name={Note(door.Id)} maxlength={TodoKind.MostNote} value=\"{(isWrong ? form.Typed(Note(door.Id)) : "")}\" aria-label=备注>");
        if (isWrong)
        {
            html.Add($"<span class=field-error role=alert>{form.Errors.Values.First()}</span>");
        }

        foreach (var row in up ? rows : [])
        {
            html.Add($"<button class=phone-link name={Raise} value={door.Id} formaction=\"{RaiseEscalation.Path(head.Community, row.Todo.Id)}\">办不了，上报主任{(rows.Count > 1 ? "：" + row.Todo.Title : "")}</button>");
        }

        html.Add($"</details>");
    }
}
