using System.Collections.Immutable;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>A route and what serves it. Made by the methods that say what kind of endpoint it is.</summary>
internal sealed record ManageEndpoint
{
    public required ManageRoute Route { get; init; }

    /// <summary>What the body is read as; of an edit, what is edited. Null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>What is answered; null for nothing.</summary>
    public Type? Answer { get; init; }

    /// <summary>Of an answer that is no refusal.</summary>
    public required int Status { get; init; }

    /// <summary>What the query may hold; everything else is refused.</summary>
    public ImmutableArray<ManageFilter> Filters { get; init; } = [];

    /// <summary>The answer is of one version, which an edit can be bound to.</summary>
    public bool IsTagged { get; init; }

    /// <summary>Can be bound to a version, by <c>If-Match</c>; where not, a request with that header is refused.</summary>
    public bool TakesTag { get; init; }

    /// <summary>How often it may be tried is bounded: 429.</summary>
    public bool IsBounded { get; init; }

    /// <summary>Answers where the thing that was made is found.</summary>
    public bool Locates { get; init; }

    /// <summary>A part of a list, which somebody may search: both are bounded, in number and in time (reliability S-33).</summary>
    public bool IsList => Filters.Contains(ManageFilter.OfPages[0]);

    public bool IsSearched => Filters.Any(filter => filter.Name == ManageFilter.SearchName);

    public required Func<ManageCall, Task<ManageAnswer>> Serve { get; init; }

    /// <summary>A list, a page at a time.</summary>
    public static ManageEndpoint Lists<T>(ManageRoute route, Func<ManageCall, Task<Page<T>>> serve, params ImmutableArray<ManageFilter> filters) => new()
    {
        Route = route,
        Answer = typeof(Page<T>),
        Status = StatusCodes.Status200OK,
        Filters = [.. ManageFilter.OfPages, .. filters],
        Serve = async call => new ManageAnswer(StatusCodes.Status200OK, await serve(call)),
    };

    /// <summary>One thing.</summary>
    public static ManageEndpoint Gets<T>(ManageRoute route, Func<ManageCall, Task<Versioned<T>>> serve) => new()
    {
        Route = route,
        Answer = typeof(T),
        Status = StatusCodes.Status200OK,
        IsTagged = true,
        Serve = async call => Tagged(StatusCodes.Status200OK, await serve(call)),
    };

    /// <summary>Something that has no version, such as a sum.</summary>
    public static ManageEndpoint Reads<T>(ManageRoute route, Func<ManageCall, Task<T>> serve, params ImmutableArray<ManageFilter> filters) => new()
    {
        Route = route,
        Answer = typeof(T),
        Status = StatusCodes.Status200OK,
        Filters = filters,
        Serve = async call => new ManageAnswer(StatusCodes.Status200OK, await serve(call)),
    };

    /// <summary>Makes something of a body.</summary>
    /// <param name="route">Whose path is that of the list.</param>
    /// <param name="serve">Makes it.</param>
    /// <param name="name">What stands behind the list's path for the thing that was made.</param>
    public static ManageEndpoint Creates<TBody, T>(ManageRoute route, Func<ManageCall, TBody, Task<Versioned<T>>> serve, Func<T, string> name) => new()
    {
        Route = route,
        Body = typeof(TBody),
        Answer = typeof(T),
        Status = StatusCodes.Status201Created,
        Locates = true,
        IsTagged = true,
        Serve = async call =>
        {
            var made = await serve(call, await call.BodyAsync<TBody>());
            return Tagged(StatusCodes.Status201Created, made) with { Location = call.Below(name(made.Value)) };
        },
    };

    /// <summary>The same for what is answered with more than itself, such as a secret.</summary>
    public static ManageEndpoint Issues<TBody, T>(ManageRoute route, Func<ManageCall, TBody, Task<T>> serve, Func<T, string> name) => new()
    {
        Route = route,
        Body = typeof(TBody),
        Answer = typeof(T),
        Status = StatusCodes.Status201Created,
        Locates = true,
        Serve = async call =>
        {
            var made = await serve(call, await call.BodyAsync<TBody>());
            return new ManageAnswer(StatusCodes.Status201Created, made, Location: call.Below(name(made)));
        },
    };

    /// <summary>Edits by a merge patch (RFC 7396) of what the thing says now.</summary>
    public static ManageEndpoint Edits<TTerms, T>(ManageRoute route, Func<ManageCall, Func<TTerms, TTerms>, Task<Versioned<T>>> serve) => new()
    {
        Route = route,
        Body = typeof(TTerms),
        Answer = typeof(T),
        Status = StatusCodes.Status200OK,
        IsTagged = true,
        TakesTag = true,
        Serve = async call =>
        {
            var patch = await call.PatchAsync<TTerms>();
            return Tagged(StatusCodes.Status200OK, await serve(call, patch.Apply));
        },
    };

    /// <summary>Does something that a body describes.</summary>
    public static ManageEndpoint Acts<TBody, T>(ManageRoute route, Func<ManageCall, TBody, Task<T>> serve) => new()
    {
        Route = route,
        Body = typeof(TBody),
        Answer = typeof(T),
        Status = StatusCodes.Status200OK,
        Serve = async call => new ManageAnswer(StatusCodes.Status200OK, await serve(call, await call.BodyAsync<TBody>())),
    };

    /// <summary>Does something to one thing, whose new version is answered.</summary>
    public static ManageEndpoint Changes<TBody, T>(ManageRoute route, Func<ManageCall, TBody, Task<Versioned<T>>> serve) => new()
    {
        Route = route,
        Body = typeof(TBody),
        Answer = typeof(T),
        Status = StatusCodes.Status200OK,
        IsTagged = true,
        TakesTag = true,
        Serve = async call => Tagged(StatusCodes.Status200OK, await serve(call, await call.BodyAsync<TBody>())),
    };

    /// <summary>The same without a body.</summary>
    public static ManageEndpoint Changes<T>(ManageRoute route, Func<ManageCall, Task<Versioned<T>>> serve) => new()
    {
        Route = route,
        Answer = typeof(T),
        Status = StatusCodes.Status200OK,
        IsTagged = true,
        TakesTag = true,
        Serve = async call => Tagged(StatusCodes.Status200OK, await serve(call)),
    };

    /// <summary>Ends what has no version.</summary>
    public static ManageEndpoint Ends(ManageRoute route, Func<ManageCall, Task> serve) => Deletes(route, serve) with { TakesTag = false };

    public static ManageEndpoint Deletes(ManageRoute route, Func<ManageCall, Task> serve) => new()
    {
        Route = route,
        Status = StatusCodes.Status204NoContent,
        TakesTag = true,
        Serve = async call =>
        {
            await serve(call);
            return new ManageAnswer(StatusCodes.Status204NoContent);
        },
    };

    private static ManageAnswer Tagged<T>(int status, Versioned<T> versioned) => new(status, versioned.Value, versioned.Tag);
}
