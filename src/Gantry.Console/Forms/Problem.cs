using System.Globalization;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Forms;

/// <summary>Why a form was not accepted.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Message">What to tell the person, as plain text.</param>
/// <param name="Field">The field that is wrong; null for none in particular.</param>
/// <param name="RetryAfter">How long to wait before the next try; null for not at all.</param>
public sealed record Problem(int Status, string Message, string? Field = null, TimeSpan? RetryAfter = null)
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromMinutes(1);

    /// <param name="step">What came of a step; any but <see cref="SignInKind.Done"/>.</param>
    /// <param name="otherwise">What to say where the step says nothing.</param>
    public static Problem Of(SignInStep step, string otherwise)
    {
        var message = step.Message ?? otherwise;
        return step.Kind switch
        {
            SignInKind.Wait => Waiting(step.RetryAfter ?? ShortWait),
            SignInKind.Gone => new Problem(StatusCodes.Status410Gone, message, step.Field),
            _ => new Problem(StatusCodes.Status422UnprocessableEntity, message, step.Field),
        };
    }

    /// <param name="change">A change that was not made.</param>
    /// <param name="otherwise">What to say where it says nothing.</param>
    public static Problem Of(ChangeResult change, string otherwise) =>
        new(StatusCodes.Status422UnprocessableEntity, change.Message ?? otherwise, change.Field);

    /// <summary>A field that was left empty.</summary>
    public static Problem Missing(string field, string message) => new(StatusCodes.Status422UnprocessableEntity, message, field);

    /// <summary>Whether the problem belongs to a field of this name.</summary>
    public bool IsAbout(string field) => string.Equals(Field, field, StringComparison.OrdinalIgnoreCase);

    internal void Mark(HttpResponse response)
    {
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }

    // The server's words are not used here: how long is told in the same way everywhere.
    private static Problem Waiting(TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, $"Too many tries. Try again in {Words.Span(wait)}.", RetryAfter: wait);
}
