namespace Gantry.Contracts.Manage.Keys;

/// <summary>A key that is lent to a page. Whoever disposes of it revokes it; where nobody does, it ends by itself.</summary>
public interface ITryout : IAsyncDisposable
{
    KeyIssued Issued { get; }
}
