using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SafeIsle.Platform.Ui;

/// <summary>A page of static HTML as the answer of a route.</summary>
public static class Page
{
    /// <param name="parameters">An object whose properties are the component's parameters.</param>
    /// <param name="status">200, or 422 for a form shown again with what is wrong in it.</param>
    public static IResult Of<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters) { StatusCode = status };

    /// <summary>A form shown again with what is wrong in it.</summary>
    public static IResult Again<TPage>(object parameters)
        where TPage : IComponent => Of<TPage>(parameters, StatusCodes.Status422UnprocessableEntity);
}
