using System.Xml.Linq;
using Gantry.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Gantry.Hosting;

/// <summary>Keeps the Data Protection ring in the database. Without a master key it lives in memory alone: whoever signs in then signs in again after the next start.</summary>
internal sealed partial class DataProtectionRing(DataProtectionKeys keys, ILogger<DataProtectionRing> log) : IXmlRepository
{
    private readonly List<XElement> _passing = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        if (keys.IsLocked)
        {
            lock (_passing)
            {
                return [.. _passing];
            }
        }

        // The interface is synchronous. It is called once a day, and the database answers on threads of its own.
        var (documents, unreadable) = keys.LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (unreadable > 0) Unreadable(unreadable);
        return [.. documents.Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        if (keys.IsLocked)
        {
            lock (_passing)
            {
                _passing.Add(element);
            }

            return;
        }

        keys.StoreAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
    }

    [LoggerMessage(1, LogLevel.Error, "{Count} keys of the data protection ring cannot be opened: they were changed, or sealed under another master key. Sessions that they protect have ended")]
    private partial void Unreadable(int count);
}
