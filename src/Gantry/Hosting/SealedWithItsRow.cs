using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Gantry.Hosting;

/// <summary>
/// Tells the ring that its documents are encrypted at rest: <see cref="DataProtectionRing"/> has each sealed whole, not its key alone, for the row that it
/// lies in. That the same seal is changed with the master key as all others is why it is not done here, inside the document.
/// </summary>
internal sealed class SealedWithItsRow : IXmlEncryptor, IXmlDecryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("sealedWithItsRow", new XElement(plaintextElement)), typeof(SealedWithItsRow));

    public XElement Decrypt(XElement encryptedElement) => new(encryptedElement.Elements().Single());
}
