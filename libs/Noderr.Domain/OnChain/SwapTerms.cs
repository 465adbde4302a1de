using System.Buffers.Binary;
using System.Security.Cryptography;
using Noderr.Domain.Numbers;
using Noderr.Domain.Orders;

namespace Noderr.Domain.OnChain;

/// <summary>A swap as its sender wants it: it reverts when less than the least came out, or when it is included after its last block.</summary>
public readonly record struct SwapTerms(int Pool, Side Side, UInt128 Paid, UInt128 Least, long LastBlock)
{
    /// <summary>The hash by which it is promised before it is shown. Who doesn't know the salt can't find the terms by trying.</summary>
    public Digest Commitment(int sender, Digest salt)
    {
        Span<byte> bytes = stackalloc byte[4 + 4 + 1 + 16 + 16 + 8 + Digest.Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, sender);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Pool);
        bytes[8] = (byte)Side;
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[9..], Paid);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[25..], Least);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[41..], LastBlock);
        salt.Write(bytes[49..]);
        return Digest.From(SHA256.HashData(bytes));
    }
}
