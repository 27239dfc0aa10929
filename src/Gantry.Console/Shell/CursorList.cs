using Gantry.Contracts.Manage;

namespace Gantry.Console.Shell;

/// <summary>A list that is read part by part along its cursor, as far as somebody asks for more.</summary>
/// <param name="read">Reads the part behind a cursor; the first for null.</param>
internal sealed class CursorList<T>(Func<IActor, string?, CancellationToken, Task<Page<T>>> read)
{
    private readonly List<T> _rows = [];
    private string? _next;

    public IReadOnlyList<T> Rows => _rows;

    public bool HasMore => _next is not null;

    /// <summary>Reads the first part, in the place of all that was read.</summary>
    public async Task BeginAsync(IActor who, CancellationToken cancellation)
    {
        var first = await read(who, null, cancellation);
        _rows.Clear();
        Take(first);
    }

    public async Task GoOnAsync(IActor who, CancellationToken cancellation)
    {
        if (_next is { } next) Take(await read(who, next, cancellation));
    }

    private void Take(Page<T> page)
    {
        _rows.AddRange(page.Data);
        _next = page.Next;
    }
}
