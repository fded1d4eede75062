using System.Net.Mime;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Ui;

/// <summary>Every error without a page of its own: a Chinese page for people, ProblemDetails for programs.</summary>
internal static class Problems
{
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A broken upload is the sender's 400 and no failure to be logged; all else is our 500.
            ExceptionHandler = http => AnswerAsync(http),
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = context => StatusOf(context.Exception) < StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext));
        app.Use(JsonIsUtf8Async);
    }

    // A form that cannot be read reaches us wrapped by whoever asked for it first, mostly the forgery check.
    private static int StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        AntiforgeryValidationException { InnerException: BadHttpRequestException bad } => bad.StatusCode,
        AntiforgeryValidationException or InvalidDataException => StatusCodes.Status400BadRequest,
        _ when failure.IsTaken() => StatusCodes.Status409Conflict,
        _ => failure.IsBusy() ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
    };

    // RFC 8259, 8.1: JSON is UTF-8, whatever its header says. The framework looks for the encoding that is named, and fails over one that
    // nobody knows.
    private static Task JsonIsUtf8Async(HttpContext http, RequestDelegate next)
    {
        if (http.Request.HasJsonContentType())
        {
            http.Request.ContentType = MediaTypeNames.Application.Json;
        }

        return next(http);
    }

    private static Task AnswerAsync(HttpContext http)
    {
        var (title, because) = Words(http.Response.StatusCode, HttpMethods.IsGet(http.Request.Method));
        because = http.Features.Get<Refusal>()?.Because ?? because;
        if (http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            return Page.Of<ProblemPage>(new { Title = title, Because = because }, http.Response.StatusCode).ExecuteAsync(http);
        }

        return TypedResults.Problem(new ProblemDetails { Status = http.Response.StatusCode, Title = title, Detail = because }).ExecuteAsync(http);
    }

    /// <summary>What an error is called, for a route that says itself why.</summary>
    internal static string Title(int status) => Words(status, asked: false).Title;

    private static (string Title, string Because) Words(int status, bool asked) => status switch
    {
        400 when asked => ("地址不对", "地址里有写错的地方，打不开这一页；请从页面上的链接进入。"),
        400 => ("没有看懂这次提交", "内容不完整或格式不对，数据没有改动；请返回上一页检查后再提交。"),
        401 => ("没有登记", "没有登录，或登记已经失效；请重新登录或登记后再试。"),
        403 => ("没有这项权限", "现在的岗位不能做这件事；如果需要，请找居委会主任或管理员开通。"),
        404 => ("没有找到", "地址写错了，或者内容不在自己负责的范围内。"),
        405 => ("不能这样打开", "请从页面上的按钮进入。"),
        409 => ("刚才有人同时在改", "别人刚保存了同一处，这次没有保存，数据没有改动；请返回上一页看看新的内容，需要时再改。"),
        410 => ("已经停用", "这里已经停用，数据没有改动；需要时请联系居委会。"),
        413 => ("文件太大", "上传的内容超过了上限，数据没有改动。"),
        415 => ("格式不对", "这里要 JSON（UTF-8），数据没有改动；请换成说明里的格式再送。"),
        429 => ("太频繁了", "请稍等一会儿再试；之前填写的内容没有丢。急的话请打居委会电话。"),
        503 => ("现在太忙了", "这次操作没有完成，数据没有改动；请过半分钟再试一次。"),
        _ => ("系统出错了", "这次操作没有完成，数据没有改动；请再试一次，仍不行请联系管理员。"),
    };
}
